import { addDays, type DataUnit, UNIT_BYTES } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NOON, ON_POSTGRES, query, reading, storeWithEsims } from './stores.js';
import { answer, heard, recordDays, saveEpoch } from './writing.js';

const MOST = Number.MAX_SAFE_INTEGER;
const figure = fc.oneof(
  fc.constantFrom(0, 1, 511, 512, 1536, 9e15, MOST, Math.floor(MOST / 1024), Math.floor(MOST / 1024) + 1),
  fc.maxSafeNat(),
  fc.nat(2 ** 31 - 1),
);
const signed = fc.oneof(
  figure,
  figure.map((size) => 0 - size),
);
const unit = fc.constantFrom<DataUnit>('B', 'KB', 'MB', 'GB');

/** Exactly, rounded half away from zero; null where no figure of ours is as large. */
function rescaled(bytes: number, from: DataUnit, to: DataUnit): number | null {
  const [size, multiplied] = [BigInt(Math.abs(bytes)), BigInt(UNIT_BYTES[to])];
  const divisor = BigInt(UNIT_BYTES[from]);
  const exact = (size * multiplied * 2n + divisor) / (divisor * 2n);
  return exact > BigInt(MOST) ? null : Number(exact) * (bytes < 0 ? -1 : 1) + 0;
}

it('corrects every figure exactly, or rejects it, and none is in the way of another', async () => {
  await fc.assert(
    fc.asyncProperty(
      unit,
      unit,
      fc.array(figure, { minLength: 1, maxLength: 6 }),
      fc.tuple(figure, signed),
      async (from, to, figures, [allowanceBytes, remainingBytes]) => {
        const store = await storeWithEsims(2);
        const days = figures.map((usedBytes, index) => ({
          date: addDays('2026-02-01', index),
          location: index % 2 === 0 ? 'Côte d’Ivoire' : '',
          usedBytes,
        }));
        // Each of them has a former value, of the same size.
        await recordDays(store, 1, days, NOON - 60);
        await recordDays(
          store,
          1,
          days.map((day) => ({ ...day, usedBytes: day.usedBytes === 0 ? 1 : 0 })),
          NOON - 30,
        );
        await recordDays(store, 1, days, NOON);
        await recordDays(store, 2, [{ date: '2026-02-01', location: 'France', usedBytes: 1024 }], NOON);
        const before = reading(NOON - 60, remainingBytes, { allowanceBytes });
        await heard(store, 1, before);
        await heard(store, 1, { ...before, at: NOON });
        await saveEpoch(store, 1, {
          number: 1,
          startedAt: NOON,
          changes: ['first-reading'],
          allowanceBytes,
          packageEndsAt: null,
          endSince: 1,
          historyRows: null,
        });
        await answer(store, 2, NOON, {});

        const settled = { unit: to, evidence: 'set', checked: true };
        const { rejectedRows } = await store.usage.settleUnits([], NOON, () => ({
          units: { allowance: settled, dailyUsage: settled },
          readings: from === to ? null : { from, to },
          days: from === to ? null : { from, to },
        }));

        const kept = days.flatMap((day) => {
          const usedBytes = rescaled(day.usedBytes, from, to);
          return usedBytes === null ? [] : [{ ...day, usedBytes }];
        });
        expect(await store.usage.daysSince(1, '2026-01-01')).toEqual(kept);
        expect(await store.usage.daysSince(2, '2026-01-01')).toEqual([
          { date: '2026-02-01', location: 'France', usedBytes: rescaled(1024, from, to) },
        ]);
        const unfit = days.filter((day) => !kept.some(({ date }) => date === day.date));
        expect(rejectedRows).toBe(unfit.length * 2);
        const rejected = await store.rejected.list(100);
        expect(rejected.map(({ sample }) => sample).sort()).toEqual(
          unfit.map(
            ({ date, location, usedBytes }) => `${date.replaceAll('-', '')} ${location} ${usedBytes} B`,
          ),
        );
        // As they were where the unit stays. Otherwise an allowance of nothing is none.
        const allowed = from === to ? allowanceBytes : rescaled(allowanceBytes, from, to) || null;
        const left = rescaled(remainingBytes, from, to);
        for (const { allowanceBytes, remainingBytes } of await store.usage.readingsSince(1, 0, 9)) {
          expect([allowanceBytes, remainingBytes]).toEqual([allowed, left]);
        }
        const [state] = await query(
          store,
          'select epoch_allowance_bytes as bytes from esim_state where esim = 1',
        );
        expect(state?.bytes == null ? null : Number(state.bytes)).toBe(allowed);
        await store.close();
      },
    ),
    { numRuns: ON_POSTGRES ? 10 : 40 },
  );
});
