import { expect, it } from 'vitest';
import { assignRuns, type PackageRun } from './assign-runs.js';

const DAY = 86_400;
const bought = (day: number, type = 'esim') => ({ purchasedAt: day * DAY, type });
const run = (day: number): PackageRun => ({
  startedAt: day * DAY,
  endsAt: null,
  allowanceBytes: null,
  remainingBytes: null,
});

it.each<[string, ReturnType<typeof bought>[], PackageRun[], (number | null)[]]>([
  ['each in the order it was bought', [bought(1), bought(5)], [run(2), run(8)], [2, 8]],
  ['the second not before it was bought', [bought(1), bought(9)], [run(2), run(3)], [2, null]],
  ['none for a run nobody bought', [bought(9)], [run(2), run(10)], [10]],
  ['a start dated a little before the purchase', [bought(3)], [run(2)], [2]],
  ['never a refund', [bought(1), bought(2, 'refund'), bought(3)], [run(2), run(4)], [2, null, 4]],
  ['none where none started', [bought(1)], [], [null]],
])('assigns %s', (_, purchases, runs, starts) => {
  const assigned = assignRuns(purchases, runs);
  expect(
    purchases.map((purchase) => {
      const start = assigned.get(purchase)?.startedAt;
      return start === undefined ? null : start / DAY;
    }),
  ).toEqual(starts);
});
