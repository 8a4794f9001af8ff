import type { PollTarget } from '@roamwatch/store';
import { expect, test } from 'vitest';
import { someOf, type Targets } from './targets.js';

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
