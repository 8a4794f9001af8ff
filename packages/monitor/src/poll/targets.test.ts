import type { PollTarget, Store } from '@roamwatch/store';
import { expect, test } from 'vitest';
import { oneByOne, someOf, type Targets } from './targets.js';

/** A fleet of eSIMs by key, in pages. */
function fleet(count: number): Targets {
  return {
    count,
    chosen: null,
    async *pages() {
      for (let from = 1; from <= count; from += 500) {
        const keys = Array.from({ length: Math.min(500, count - from + 1) }, (_, place) => from + place);
        yield keys.map((esim) => ({ esim }) as PollTarget);
      }
    },
  };
}

const keysOf = (targets: readonly PollTarget[]) => targets.map(({ esim }) => esim);

test('of a small fleet all that are suitable are kept', async () => {
  const even = await someOf(fleet(1_200), ({ esim }) => esim % 2 === 0);
  expect(keysOf(even)).toEqual(Array.from({ length: 600 }, (_, place) => 2 * place + 2));
});

test('of a large fleet some are kept, at equal distances from its beginning to its end', async () => {
  const kept = keysOf(await someOf(fleet(123_456), () => true));
  expect(kept.length).toBeGreaterThanOrEqual(1_000);
  expect(kept.length).toBeLessThan(2_000);
  const distances = new Set(kept.slice(1).map((key, place) => key - (kept[place] ?? 0)));
  expect(distances.size).toBe(1);
  expect(kept[0]).toBe(1);
  expect(123_456 - (kept.at(-1) ?? 0)).toBeLessThan([...distances][0] ?? 0);
});

test('packages are loaded once for all of a page, and only where one of them is needed', async () => {
  const loaded: (readonly number[])[] = [];
  const purchases: Pick<Store['purchases'], 'packagesOf'> = {
    async packagesOf(esims) {
      loaded.push(esims);
      return new Map(
        esims
          .filter((esim) => esim !== 7)
          .map((esim) => [esim, [{ packageName: `${esim} GB`, purchasedAt: 0 }]]),
      );
    },
  };
  const needed = new Set([7, 9, 1_100]);
  const found = new Map<number, readonly string[]>();
  for await (const { target, packages } of oneByOne({ store: { purchases } as Store }, fleet(1_200))) {
    if (!needed.has(target.esim)) continue;
    found.set(
      target.esim,
      (await packages()).map(({ packageName }) => packageName),
    );
  }
  expect(found).toEqual(
    new Map([
      [7, []],
      [9, ['9 GB']],
      [1_100, ['1100 GB']],
    ]),
  );
  expect(loaded.map((esims) => [esims[0], esims.length])).toEqual([
    [1, 500],
    [1_001, 200],
  ]);
});
