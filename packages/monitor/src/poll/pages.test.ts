import type { Page } from '@roamwatch/store';
import { expect, test } from 'vitest';
import { pages } from './pages.js';

const keys = Array.from({ length: 1_200 }, (_, index) => index * 2 + 1);
const load = async ({ after, limit }: Page) => keys.filter((key) => key > after).slice(0, limit);

test('every item is on one page, in its order, and other work has its turn between the pages', async () => {
  const seen: number[] = [];
  let [read, turnsOfOthers] = [0, 0];
  const other = () => {
    turnsOfOthers++;
    if (seen.length < keys.length) setImmediate(other);
  };
  setImmediate(other);
  for await (const page of pages(load, (key) => key)) {
    expect(turnsOfOthers).toBe(read);
    seen.push(...page);
    read++;
  }
  expect(read).toBe(3);
  expect(seen).toEqual(keys);
});

test('of nothing there is no page', async () => {
  const none = pages(
    async () => [],
    (key: number) => key,
  );
  for await (const page of none) throw new Error(`a page of ${page.length}`);
});
