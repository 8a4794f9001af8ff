import { expect, test } from 'vitest';
import { anEsim } from '../../../test/esim.js';
import { judgeNewLocation } from './new-location.js';
import type { NewLocationRule } from './rule.js';

const rule: NewLocationRule = {
  name: 'new-country',
  type: 'new-location',
  allow: ['United Kingdom', 'France'],
};
const judge = (knownLocations: string[], seen: string[]) =>
  judgeNewLocation(
    rule,
    anEsim({
      knownLocations,
      days: seen.map((location) => ({ date: '2025-02-10', location, usedBytes: 1 })),
    }),
  );

test('a place that is neither allowed nor known', () => {
  expect(judge(['France'], ['France', 'Spain'])).toMatchObject({
    step: 1,
    severity: 'warning',
    reason: 'first usage in Spain, which is not among the allowed places',
  });
});

test('several new places are named together', () => {
  expect(judge([], ['Spain', 'Italy', 'Spain'])).toMatchObject({ step: 2, value: 'Spain, Italy' });
});

test('a second place is a step up from the first', () => {
  expect(judge(['Spain'], ['Spain', 'Italy'])).toMatchObject({ step: 2, value: 'Italy' });
});

test.each([
  [[], ['united kingdom', ' FRANCE ']],
  [['Spain'], ['SPAIN']],
  [[], ['', '  ']],
  [[], []],
])('known %j and seen %j is no news', (known, seen) => {
  expect(judge(known, seen)).toMatchObject({ step: 0, clear: true });
});
