import type { UsageRow } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paged, rowsOf, usageRow } from '../../test/memory-source.js';
import { usageCorrections } from './usage-corrections.js';

const MOST = Number.MAX_SAFE_INTEGER;

const row = (usedBytes: number) => usageRow({ location: '(erased)', usedBytes });

async function corrections(closed: readonly UsageRow[], present: UsageRow): Promise<readonly number[]> {
  const rows = await rowsOf(usageCorrections(async () => closed, paged([present])));
  return rows.map(({ usedBytes }) => usedBytes);
}

test('a day whose places were erased is corrected exactly, once, whatever its places add up to', async () => {
  const bytes = fc.oneof(fc.constantFrom(0, 1, MOST - 1, MOST), fc.maxSafeNat());
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 4 }), bytes, async (places, now) => {
      const closed = places.map(row);
      const storedThen = places.reduce((sum, place) => Math.min(sum + place, MOST), 0);
      expect(await corrections(closed, row(storedThen))).toEqual([]);
      const corrected = await corrections(closed, row(now));
      expect(corrected).toEqual(now === storedThen ? [] : [now - storedThen]);
      expect(await corrections([...closed, ...corrected.map(row)], row(now))).toEqual([]);
    }),
  );
});
