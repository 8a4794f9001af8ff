import type { DailyUsage } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import { NOON, ON_POSTGRES, reading, storeWithEsims } from './stores.js';
import { answer, before, heard, IMPOSSIBLE, recordDays, recordFailure, rescaleDays } from './writing.js';

const DAY = 86_400;

describe('daily rows', () => {
  it('are added, kept when equal, and changed', async () => {
    const store = await storeWithEsims(1);
    const { usage } = store;
    const france = { date: '2026-03-10', location: 'France', usedBytes: 5 };
    expect(await recordDays(store, 1, [france], NOON)).toEqual({ added: 1, changed: 0 });
    expect(await recordDays(store, 1, [france], NOON + 1)).toEqual({ added: 0, changed: 0 });
    expect(await recordDays(store, 1, [{ ...france, usedBytes: 9 }], NOON + 2)).toEqual({
      added: 0,
      changed: 1,
    });
    expect(await usage.daysSince(1, '2026-03-10')).toEqual([{ ...france, usedBytes: 9 }]);
    expect(await usage.daysSince(1, '2026-03-11')).toEqual([]);
  });

  it('that grow during the day are no restatement; one that falls, or moves two days later, keeps its former value', async () => {
    const store = await storeWithEsims(1);
    const { usage } = store;
    const record = (usedBytes: number, at: number) =>
      recordDays(store, 1, [{ date: '2026-03-10', location: 'France', usedBytes }], at);
    await record(5, NOON);
    await record(9, NOON + DAY);
    expect(await usage.formerFigures(1, '2026-03-10')).toEqual([]);
    await record(7, NOON + DAY + 60);
    await record(8, NOON + 3 * DAY);
    const former = { date: '2026-03-10', location: 'France' };
    expect(await usage.formerFigures(1, '2026-03-10')).toEqual([
      { ...former, usedBytes: 9, lastChangedAt: NOON + DAY, replacedAt: NOON + DAY + 60 },
      { ...former, usedBytes: 7, lastChangedAt: NOON + DAY + 60, replacedAt: NOON + 3 * DAY },
    ]);
  });

  it('write nothing when nothing changed', async () => {
    const store = await storeWithEsims(1);
    const days = [{ date: '2026-03-10', location: '', usedBytes: 0 }];
    await recordDays(store, 1, days, NOON);
    const writer = await storeWithEsims(1);
    await recordDays(writer, 1, days, NOON);
    expect(await recordDays(store, 1, [], NOON)).toEqual({ added: 0, changed: 0 });
    expect(await recordDays(store, 1, days, NOON + 9)).toEqual({ added: 0, changed: 0 });
  });

  it('of places first seen in a transaction that was undone are stored by the next one', async () => {
    const store = await storeWithEsims(1);
    const days = [{ date: '2026-03-10', location: 'Peru', usedBytes: 5 }];
    await expect(answer(store, 1, NOON, { days, transitions: [IMPOSSIBLE] })).rejects.toThrow(TypeError);
    expect(await store.usage.daysSince(1, '2026-01-01')).toEqual([]);
    await recordDays(store, 1, [{ ...days[0], location: 'Chile', date: '2026-03-10', usedBytes: 1 }], NOON);
    await recordDays(store, 1, days, NOON);
    expect((await store.usage.daysSince(1, '2026-01-01')).map((day) => day.location)).toEqual([
      'Chile',
      'Peru',
    ]);
  });

  it('of a place that the provider names otherwise later are not counted twice', async () => {
    const store = await storeWithEsims(1);
    const { usage } = store;
    const onTheDay = (places: Readonly<Record<string, number>>) =>
      Object.entries(places).map(([location, usedBytes]) => ({ date: '2026-03-10', location, usedBytes }));
    await recordDays(store, 1, onTheDay({ '': 50, France: 100 }), NOON);
    expect(await recordDays(store, 1, onTheDay({ France: 100 }), NOON + 60)).toEqual({
      added: 0,
      changed: 0,
    });
    expect(await recordDays(store, 1, onTheDay({ France: 100, Spain: 60 }), NOON + 120)).toEqual({
      added: 1,
      changed: 1,
    });
    expect(await usage.daysSince(1, '2026-03-10')).toEqual(onTheDay({ '': 0, France: 100, Spain: 60 }));
    expect(await usage.formerFigures(1, '2026-03-10')).toMatchObject([
      { location: '', usedBytes: 50, lastChangedAt: NOON, replacedAt: NOON + 120 },
    ]);
  });

  it('agree with a plain model whatever comes', async () => {
    const day = fc.record({
      date: fc.constantFrom('2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01', '2026-03-10'),
      location: fc.constantFrom('', 'France', 'Côte d’Ivoire', "O'Land", 'france'),
      usedBytes: fc.oneof(fc.nat(3), fc.nat(2 ** 40)),
    });
    const keyOf = ({ date, location }: DailyUsage) => `${date} ${location}`;
    const any: fc.Arbitrary<DailyUsage[]> = fc
      .uniqueArray(day, { maxLength: 8, selector: keyOf })
      .map((days) => days.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
    const run = ['2026-03-08', '2026-03-09', '2026-03-10', '2026-03-11'];
    /** The same days again, but for the last one. */
    const again: fc.Arbitrary<DailyUsage[]> = fc
      .record({ from: fc.nat(1), to: fc.integer({ min: 2, max: 4 }), last: fc.nat(3), place: fc.nat(5) })
      .map(({ from, to, last, place }) =>
        run.slice(from, to).map((date, index, { length }) => {
          const isLast = index === length - 1;
          return { date, location: isLast && place === 0 ? 'Spain' : 'France', usedBytes: isLast ? last : 2 };
        }),
      );
    const call = fc.record({
      esim: fc.constantFrom(1, 2),
      days: fc.oneof(any, again, again),
      later: fc.integer({ min: -DAY, max: 5 * DAY }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (calls) => {
        const store = await storeWithEsims(2);
        const models = new Map([1, 2].map((esim) => [esim, new Map<string, DailyUsage>()]));
        let at = NOON;
        for (const { esim, days, later } of calls) {
          at += later;
          const model = models.get(esim) ?? new Map();
          const changes = { added: 0, changed: 0 };
          const write = (given: DailyUsage) => {
            const before = model.get(keyOf(given));
            if (before === undefined) changes.added += 1;
            else if (before.usedBytes !== given.usedBytes) changes.changed += 1;
            model.set(keyOf(given), given);
          };
          for (const date of new Set(days.map((given) => given.date))) {
            const told = days.filter((given) => given.date === date);
            const known = [...model.values()].filter((stored) => stored.date === date);
            const isLess = sum(told) < sum(known);
            told.forEach(write);
            const unnamed = known.filter((stored) => !told.some((given) => keyOf(given) === keyOf(stored)));
            if (!isLess) for (const stored of unnamed) write({ ...stored, usedBytes: 0 });
          }
          expect(await recordDays(store, esim, days, at)).toEqual(changes);
        }
        for (const [esim, model] of models) {
          const stored = await store.usage.daysSince(esim, '2000-01-01');
          expect(new Map(stored.map((one) => [keyOf(one), one]))).toEqual(model);
        }
        await store.close();
      }),
      { numRuns: ON_POSTGRES ? 10 : 50 },
    );
  });

  it('change their unit exactly, and back', async () => {
    const store = await storeWithEsims(1);
    const { usage } = store;
    const days = [
      { date: '2026-03-09', location: 'France', usedBytes: 1024 * 7 },
      { date: '2026-03-10', location: 'France', usedBytes: 1024 * 30_000_001 },
    ];
    await recordDays(store, 1, days, NOON);
    await rescaleDays(store, 'KB', 'MB');
    expect((await usage.daysSince(1, '2026-01-01')).map((day) => day.usedBytes)).toEqual(
      days.map((day) => day.usedBytes * 1024),
    );
    await rescaleDays(store, 'MB', 'KB');
    expect(await usage.daysSince(1, '2026-01-01')).toEqual(days);
  });

  it('are compared again once their unit was changed, although they came before', async () => {
    const store = await storeWithEsims(1);
    const days = [
      { date: '2026-03-09', location: 'France', usedBytes: 7 },
      { date: '2026-03-10', location: 'France', usedBytes: 2048 },
    ];
    await recordDays(store, 1, days, NOON);
    await rescaleDays(store, 'MB', 'KB');
    expect(await recordDays(store, 1, days, NOON + 60)).toEqual({ added: 0, changed: 2 });
    expect(await store.usage.daysSince(1, '2026-01-01')).toEqual(days);
  });

  it('are known by the digest of an answer until something else writes them', async () => {
    const days = [
      { date: '2026-03-09', location: 'France', usedBytes: 7 },
      { date: '2026-03-10', location: 'Spain', usedBytes: 2048 },
    ];
    const digestsOf = async (store: Store) => {
      const [{ daysDigest } = { daysDigest: undefined }] = await store.fleet.pollTargets({
        only: ['INSTALLED'],
      });
      return [daysDigest, (await before(store, [1])).facts.get(1)?.daysDigest];
    };
    const others: readonly ((store: Store) => Promise<unknown>)[] = [
      (store) => recordDays(store, 1, days, NOON + 60),
      (store) => rescaleDays(store, 'MB', 'KB'),
      (store) => store.upkeep.forget('8944-e1', NOON),
    ];
    for (const other of others) {
      const store = await storeWithEsims(1);
      await answer(store, 1, NOON, { days, daysDigest: 'd' });
      expect(await digestsOf(store)).toEqual(['d', 'd']);
      await other(store);
      expect(await digestsOf(store)).toEqual([null, null]);
    }
  });

  it('of which places were erased are never known by a digest', async () => {
    const store = await storeWithEsims(1);
    const days = [
      { date: '2026-03-09', location: 'France', usedBytes: 7 },
      { date: '2026-03-10', location: 'Spain', usedBytes: 2048 },
    ];
    const known = async () => (await before(store, [1])).facts.get(1)?.daysDigest !== null;
    await answer(store, 1, NOON, { days, daysDigest: 'd' });
    await store.upkeep.forget('8944-e1', NOON);
    await answer(store, 1, NOON + 60, { days, daysDigest: 'd' });
    expect(await known()).toBe(false);
    const later = [{ date: '2026-03-11', location: 'Spain', usedBytes: 1 }];
    await answer(store, 1, NOON + 120, { days: later, daysDigest: 'e' });
    expect(await known()).toBe(true);
    const named = [{ date: '2026-03-12', location: '(erased)', usedBytes: 1 }];
    await answer(store, 1, NOON + 180, { days: named, daysDigest: 'f' });
    expect(await known()).toBe(false);
  });
});

function sum(days: readonly DailyUsage[]): number {
  return days.reduce((total, { usedBytes }) => total + usedBytes, 0);
}

describe('readings', () => {
  it('keep both ends of a stretch of equal figures, and the last good one', async () => {
    const store = await storeWithEsims(1);
    const { usage } = store;
    const given = [100, 100, 100, 80, 80, 60].map((remaining, index) =>
      reading(NOON + index * 60, remaining),
    );
    for (const one of given) await heard(store, 1, one);
    expect(await usage.readingsSince(1, 0, 99)).toEqual([given[0], given[2], given[3], given[4], given[5]]);
    expect(await usage.readingsSince(1, 0, 2)).toEqual([given[4], given[5]]);
    expect(await usage.readingsSince(1, NOON + 181, 99)).toEqual([given[4], given[5]]);
  });

  it('of which the one before is kept already are kept beside it', async () => {
    const store = await storeWithEsims(1);
    const given = [100, 80, 60].map((remaining, index) => reading(NOON + index * 60, remaining));
    for (const [index, one] of given.entries()) await heard(store, 1, one, index > 0);
    expect(await store.usage.readingsSince(1, 0, 99)).toEqual(given);
  });

  it('of a fleet at rest give its last one its newest time', async () => {
    const store = await storeWithEsims(1);
    const { usage, fleet } = store;
    for (let at = NOON; at < NOON + 6000; at += 60) await heard(store, 1, reading(at, null));
    expect((await usage.readingsSince(1, 0, 99)).map((one) => one.at)).toEqual([NOON, NOON + 5940]);
    expect((await fleet.facts([1], NOON + 5940))[0]).toMatchObject({
      fresh: true,
      reading: { remainingBytes: null },
    });
  });

  it('clear a failure', async () => {
    const store = await storeWithEsims(1);
    const { fleet } = store;
    await recordFailure(store, 1, NOON, 'timeout');
    await recordFailure(store, 1, NOON + 60, 'timeout');
    expect((await fleet.facts([1], NOON))[0]?.failingSince).toBe(NOON);
    await heard(store, 1, reading(NOON + 120, 5));
    expect((await fleet.facts([1], NOON))[0]?.failingSince).toBeNull();
  });
});
