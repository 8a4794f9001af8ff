import { expect, test } from 'vitest';
import { retryAfterSeconds } from './retry-after.js';

const NOW = Date.UTC(2025, 0, 2, 12);

test.each([
  ['0', 0],
  [' 120 ', 120],
  ['Thu, 02 Jan 2025 12:01:00 GMT', 60],
  ['Thursday, 02-Jan-25 12:01:00 GMT', 60],
  ['Thu, 02 Jan 2025 11:00:00 GMT', 0],
])('reads "%s"', (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});

test.each([null, '', 'soon', '-1', '1.5', '1e3', '2025-01-02', 'Xyz, nonsense', '99999999999'])(
  'does not read "%s"',
  (header) => {
    expect(retryAfterSeconds(header, NOW)).toBeNull();
  },
);
