import type { RoamifyError } from '@roamwatch/client';
import { expect, test } from 'vitest';
import { adviceOn } from './advice.js';

type Failure = Pick<RoamifyError, 'reason' | 'httpStatus' | 'tooLarge'>;

test.each<[Failure['reason'], number | null, RegExp]>([
  ['unauthorized', 401, /token is wrong/],
  ['forbidden', 403, /token lacks permission/],
  ['rate-limited', 429, /requestsPerSecond/],
  ['unavailable', 503, /status page/],
  ['timeout', 504, /status page/],
  ['timeout', null, /network/],
  ['network', null, /network/],
  ['redirected', 302, /api\.baseUrl/],
  ['unreadable', 200, /status page/],
])('advice on %s %s fits', (reason, httpStatus, advice) => {
  expect(adviceOn({ reason, httpStatus, tooLarge: false })).toMatch(advice);
});

test('only advice about the token mentions the token', () => {
  for (const reason of ['unavailable', 'timeout', 'network', 'failed', 'circuit-open'] as const) {
    expect(adviceOn({ reason, httpStatus: 503, tooLarge: false })).not.toMatch(/token/);
  }
});

test('an answer refused for its size is neither a wrong address for certain nor an outage', () => {
  const advice = adviceOn({ reason: 'unreadable', httpStatus: 200, tooLarge: true });
  expect(advice).toMatch(/report this to the provider/);
  expect(advice).not.toMatch(/status page|not that of the API/);
});
