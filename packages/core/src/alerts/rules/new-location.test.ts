import { expect, test } from 'vitest';
import { anEsim, NOW } from '../../../test/esim.js';
import { inWords } from '../../../test/in-words.js';
import { type NewLocationRule, newLocation } from './new-location.js';

const rule: NewLocationRule = {
  name: 'new-country',
  type: 'new-location',
  allow: ['United Kingdom', 'France'],
};
const judge = (knownLocations: string[], seen: string[]) =>
  inWords(
    newLocation.judge(
      rule,
      anEsim({
        knownLocations,
        days: seen.map((location) => ({ date: '2025-02-10', location, usedBytes: 1 })),
      }),
      { now: NOW, providerDown: false },
    ),
  );

test('a place that is neither allowed nor known', () => {
  expect(judge(['France'], ['France', 'Spain'])).toMatchObject({
    rank: 1,
    severity: 'warning',
    reason: 'first usage in Spain, which is not on the allow list',
  });
});

test('several new places are named together', () => {
  expect(judge([], ['Spain', 'Italy', 'Spain'])).toMatchObject({
    rank: 2,
    value: 'Spain, Italy',
    reason: 'first usage in Spain and Italy, which are not on the allow list',
  });
});

test('a second place is a further event', () => {
  expect(judge(['Spain'], ['Spain', 'Italy'])).toMatchObject({ rank: 2, value: 'Italy' });
});

test.each([
  [[], ['united kingdom', ' FRANCE ']],
  [['Spain'], ['SPAIN']],
  [[], ['', '  ']],
  [[], []],
])('known %j and seen %j is nothing new', (known, seen) => {
  expect(judge(known, seen)).toMatchObject({ rank: 0, clear: true });
});
