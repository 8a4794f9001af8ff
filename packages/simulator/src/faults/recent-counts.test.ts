import { expect, test } from 'vitest';
import { RecentCounts } from './recent-counts.js';

test('counts each subject, and forgets those that did not come lately', () => {
  const counts = new RecentCounts(100);
  expect([counts.count('a'), counts.count('a'), counts.count('b')]).toEqual([1, 2, 1]);
  const come = (number: number) => counts.count(`other-${number}`);
  for (let number = 0; number < 120; number++) come(number);
  expect([counts.count('a'), come(119), come(0)]).toEqual([3, 2, 2]);
  for (let number = 1_000; number < 1_210; number++) come(number);
  expect([counts.count('a'), come(1_209), come(0)]).toEqual([1, 2, 1]);
});
