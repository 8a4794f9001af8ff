import type { DailyUsage } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heard, NOON, reading, storeWithEsims } from './stores.js';

const DAY = 86_400;

describe('daily rows', () => {
  it('are added, kept when equal, and changed', () => {
    const { usage } = storeWithEsims(1);
    const france = { date: '2026-03-10', location: 'France', usedBytes: 5 };
    expect(usage.recordDays(1, [france], NOON)).toEqual({ added: 1, changed: 0 });
    expect(usage.recordDays(1, [france], NOON + 1)).toEqual({ added: 0, changed: 0 });
    expect(usage.recordDays(1, [{ ...france, usedBytes: 9 }], NOON + 2)).toEqual({ added: 0, changed: 1 });
    expect(usage.daysSince(1, '2026-03-10')).toEqual([{ ...france, usedBytes: 9 }]);
    expect(usage.daysSince(1, '2026-03-11')).toEqual([]);
  });

  it('that grow during the day are no restatement; one that falls, or moves two days later, keeps its former value', () => {
    const { usage } = storeWithEsims(1);
    const record = (usedBytes: number, at: number) =>
      usage.recordDays(1, [{ date: '2026-03-10', location: 'France', usedBytes }], at);
    record(5, NOON);
    record(9, NOON + DAY);
    expect(usage.formerFigures(1, '2026-03-10')).toEqual([]);
    record(7, NOON + DAY + 60);
    record(8, NOON + 3 * DAY);
    const former = { date: '2026-03-10', location: 'France' };
    expect(usage.formerFigures(1, '2026-03-10')).toEqual([
      { ...former, usedBytes: 9, lastChangedAt: NOON + DAY, replacedAt: NOON + DAY + 60 },
      { ...former, usedBytes: 7, lastChangedAt: NOON + DAY + 60, replacedAt: NOON + 3 * DAY },
    ]);
  });

  it('write nothing when nothing changed', () => {
    const store = storeWithEsims(1);
    const days = [{ date: '2026-03-10', location: '', usedBytes: 0 }];
    store.usage.recordDays(1, days, NOON);
    const writer = storeWithEsims(1);
    writer.usage.recordDays(1, days, NOON);
    expect(store.usage.recordDays(1, [], NOON)).toEqual({ added: 0, changed: 0 });
    expect(store.usage.recordDays(1, days, NOON + 9)).toEqual({ added: 0, changed: 0 });
  });

  it('of places first seen in a transaction that was undone are stored by the next one', () => {
    const store = storeWithEsims(1);
    const days = [{ date: '2026-03-10', location: 'Peru', usedBytes: 5 }];
    const failing = () =>
      store.transaction(() => {
        store.usage.recordDays(1, days, NOON);
        throw new Error('after it');
      });
    expect(failing).toThrow('after it');
    expect(store.usage.daysSince(1, '2026-01-01')).toEqual([]);
    store.usage.recordDays(1, [{ ...days[0], location: 'Chile', date: '2026-03-10', usedBytes: 1 }], NOON);
    store.usage.recordDays(1, days, NOON);
    expect(store.usage.daysSince(1, '2026-01-01').map((day) => day.location)).toEqual(['Chile', 'Peru']);
  });

  it('of a place that the provider names otherwise later are not counted twice', () => {
    const { usage } = storeWithEsims(1);
    const onTheDay = (places: Readonly<Record<string, number>>) =>
      Object.entries(places).map(([location, usedBytes]) => ({ date: '2026-03-10', location, usedBytes }));
    usage.recordDays(1, onTheDay({ '': 50, France: 100 }), NOON);
    expect(usage.recordDays(1, onTheDay({ France: 100 }), NOON + 60)).toEqual({ added: 0, changed: 0 });
    expect(usage.recordDays(1, onTheDay({ France: 100, Spain: 60 }), NOON + 120)).toEqual({
      added: 1,
      changed: 1,
    });
    expect(usage.daysSince(1, '2026-03-10')).toEqual(onTheDay({ '': 0, France: 100, Spain: 60 }));
    expect(usage.formerFigures(1, '2026-03-10')).toMatchObject([
      { location: '', usedBytes: 50, lastChangedAt: NOON, replacedAt: NOON + 120 },
    ]);
  });

  it('agree with a plain model whatever comes', () => {
    const day = fc.record({
      date: fc.constantFrom('2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01', '2026-03-10'),
      location: fc.constantFrom('', 'France', 'Côte d’Ivoire', "O'Land", 'france'),
      usedBytes: fc.oneof(fc.nat(3), fc.nat(2 ** 40)),
    });
    const keyOf = ({ date, location }: DailyUsage) => `${date} ${location}`;
    const call = fc.record({
      esim: fc.constantFrom(1, 2),
      days: fc
        .uniqueArray(day, { maxLength: 8, selector: keyOf })
        .map((days) => days.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))),
      later: fc.integer({ min: -DAY, max: 5 * DAY }),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
        const store = storeWithEsims(2);
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
          expect(store.usage.recordDays(esim, days, at)).toEqual(changes);
        }
        for (const [esim, model] of models) {
          const stored = store.usage.daysSince(esim, '2000-01-01');
          expect(new Map(stored.map((one) => [keyOf(one), one]))).toEqual(model);
        }
        store.close();
      }),
      { numRuns: 50 },
    );
  });

  it('change their unit exactly, and back', () => {
    const { usage } = storeWithEsims(1);
    const days = [
      { date: '2026-03-09', location: 'France', usedBytes: 1024 * 7 },
      { date: '2026-03-10', location: 'France', usedBytes: 1024 * 30_000_001 },
    ];
    usage.recordDays(1, days, NOON);
    usage.rescaleDays('KB', 'MB');
    expect(usage.daysSince(1, '2026-01-01').map((day) => day.usedBytes)).toEqual(
      days.map((day) => day.usedBytes * 1024),
    );
    usage.rescaleDays('MB', 'KB');
    expect(usage.daysSince(1, '2026-01-01')).toEqual(days);
  });
});

function sum(days: readonly DailyUsage[]): number {
  return days.reduce((total, { usedBytes }) => total + usedBytes, 0);
}

describe('readings', () => {
  it('keep both ends of a stretch of equal figures, and the last good one', () => {
    const { fleet, usage } = storeWithEsims(1);
    const given = [100, 100, 100, 80, 80, 60].map((remaining, index) =>
      reading(NOON + index * 60, remaining),
    );
    for (const one of given) heard({ fleet, usage }, 1, one);
    expect(usage.readingsSince(1, 0, 99)).toEqual([given[0], given[2], given[3], given[4], given[5]]);
    expect(usage.readingsSince(1, 0, 2)).toEqual([given[4], given[5]]);
    expect(usage.readingsSince(1, NOON + 181, 99)).toEqual([given[4], given[5]]);
  });

  it('of a fleet at rest give its last one its newest time', () => {
    const { usage, fleet } = storeWithEsims(1);
    for (let at = NOON; at < NOON + 6000; at += 60) heard({ fleet, usage }, 1, reading(at, null));
    expect(usage.readingsSince(1, 0, 99).map((one) => one.at)).toEqual([NOON, NOON + 5940]);
    expect(fleet.facts([1], NOON + 5940)[0]).toMatchObject({
      fresh: true,
      reading: { remainingBytes: null },
    });
  });

  it('clear a failure', () => {
    const { usage, fleet } = storeWithEsims(1);
    fleet.recordFailure(1, NOON, 'timeout');
    fleet.recordFailure(1, NOON + 60, 'timeout');
    expect(fleet.facts([1], NOON)[0]?.failingSince).toBe(NOON);
    heard({ fleet, usage }, 1, reading(NOON + 120, 5));
    expect(fleet.facts([1], NOON)[0]?.failingSince).toBeNull();
  });
});
