import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY } from '../time/instant.js';
import { nextEpoch } from './epoch.js';
import type { PackageEpoch, Reading } from './usage.js';

const NOW = 1_740_000_000;
const END = NOW + 7 * DAY;
const GB = 1024 ** 3;
const reading = (change: Partial<Reading> = {}): Reading => ({
  at: NOW,
  allowanceBytes: GB,
  remainingBytes: GB / 2,
  packageStartedAt: NOW - DAY,
  packageEndsAt: END,
  ...change,
});
const first = nextEpoch(null, reading(), 1);

test('the first reading begins epoch 1', () => {
  expect(first).toEqual({
    number: 1,
    startedAt: NOW,
    changes: ['first-reading'],
    allowanceBytes: GB,
    packageEndsAt: END,
    endSince: 1,
    historyRows: 1,
  });
});

test.each<[string, Partial<Reading>, number | null]>([
  ['nothing', {}, 1],
  ['what remains', { remainingBytes: 0 }, 1],
  ['missing figures', { allowanceBytes: null, remainingBytes: null, packageEndsAt: null }, 1],
  ['a history not asked for', {}, null],
  ['an end that wanders by seconds', { packageEndsAt: END + 90 }, 1],
  ['an end that moves earlier', { packageEndsAt: END - DAY }, 1],
  ['a history that lost a row', {}, 0],
])('%s is no change', (_, change, rows) => {
  expect(nextEpoch(first, reading({ at: NOW + 60, ...change }), rows)).toBe(first);
});

test.each<[string, Partial<Reading>, number | null]>([
  ['allowance-changed', { allowanceBytes: 2 * GB }, 1],
  ['allowance-changed', { allowanceBytes: GB / 2 }, null],
  ['end-moved-later', { packageEndsAt: END + DAY }, 1],
  ['history-row-added', {}, 2],
  [
    'allowance-changed, end-moved-later, history-row-added',
    { allowanceBytes: 2 * GB, packageEndsAt: END + DAY },
    2,
  ],
])('a new epoch: %s', (changes, change, rows) => {
  const next = nextEpoch(first, reading({ at: NOW + 60, ...change }), rows);
  expect(next).toMatchObject({ number: 2, startedAt: NOW + 60, changes: changes.split(', ') });
});

test('a figure that was unknown is learnt without a new epoch', () => {
  const blank = nextEpoch(null, reading({ allowanceBytes: null, packageEndsAt: null }), null);
  const learnt = nextEpoch(blank, reading(), 3);
  expect(learnt).toMatchObject({ number: 1, allowanceBytes: GB, packageEndsAt: END, historyRows: 3 });
  expect(nextEpoch(learnt, reading(), 4).number).toBe(2);
});

test('one top-up is one epoch, whether its history row shows first, last or together with its figures', () => {
  const toppedUp = reading({ allowanceBytes: 2 * GB });
  const steps: [Reading, number | null][][] = [
    [
      [toppedUp, 2],
      [toppedUp, 2],
    ],
    [
      [toppedUp, null],
      [toppedUp, 2],
      [toppedUp, 2],
    ],
    [
      [toppedUp, 1],
      [toppedUp, 1],
      [toppedUp, 2],
    ],
  ];
  for (const sequence of steps) {
    const end = sequence.reduce<PackageEpoch>(
      (epoch, [figures, rows]) => nextEpoch(epoch, figures, rows),
      first,
    );
    expect(end.number).toBe(2);
  }
});

test('a figure missing for a while hides no top-up', () => {
  const gap = nextEpoch(first, reading({ allowanceBytes: null }), null);
  expect(nextEpoch(gap, reading({ allowanceBytes: 2 * GB }), null).number).toBe(2);
});

test('an end that flaps between two values begins one epoch, not one a poll', () => {
  let epoch = first;
  for (let poll = 0; poll < 20; poll++) {
    epoch = nextEpoch(epoch, reading({ packageEndsAt: poll % 2 ? END : END + DAY }), 1);
  }
  expect(epoch.number).toBe(2);
});

test('an epoch never goes back, and a repeated reading never begins one', () => {
  const change = fc.record({
    allowanceBytes: fc.constantFrom(null, GB, 2 * GB),
    packageEndsAt: fc.constantFrom(null, END, END + DAY, END + 30),
    rows: fc.constantFrom(null, 1, 2, 3),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      let epoch = first;
      for (const { rows, ...figures } of changes) {
        const next = nextEpoch(epoch, reading(figures), rows);
        expect(next.number).toBeGreaterThanOrEqual(epoch.number);
        expect(next.number).toBeLessThanOrEqual(epoch.number + 1);
        expect(nextEpoch(next, reading(figures), rows)).toBe(next);
        epoch = next;
      }
    }),
  );
});
