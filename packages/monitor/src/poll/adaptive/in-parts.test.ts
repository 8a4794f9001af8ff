import { expect, test } from 'vitest';
import { inParts } from './in-parts.js';

test('every item is in one part, in its order, and other work has its turn between the parts', async () => {
  const items = Array.from({ length: 1_200 }, (_, index) => index);
  const seen: number[] = [];
  let [parts, turnsOfOthers] = [0, 0];
  const other = () => {
    turnsOfOthers++;
    if (seen.length < items.length) setImmediate(other);
  };
  setImmediate(other);
  for await (const part of inParts(items)) {
    expect(turnsOfOthers).toBe(parts);
    seen.push(...part);
    parts++;
  }
  expect(parts).toBe(3);
  expect(seen).toEqual(items);
});

test('of nothing there is no part', async () => {
  for await (const part of inParts([])) throw new Error(`a part of ${part.length}`);
});
