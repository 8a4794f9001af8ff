import { DAY, HOUR } from '@roamwatch/core';
import { ScriptedApi, type ScriptedEsim, type WireDay } from '@roamwatch/test-peers';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Installation, NOON } from './installation/installation.js';

/** eSIMs, each with three weeks of days. */
const FLEET = 14;
const ROWS = 21;
const RULES: readonly object[] = [
  { name: 'low-data', type: 'data-low', warning: ['25%'], critical: ['10%'] },
  { name: 'used-up', type: 'data-exhausted' },
  { name: 'forecast', type: 'data-forecast', warning: ['72h'] },
  { name: 'spike', type: 'usage-spike', warning: ['3x'], minimum: '20MB' },
  { name: 'new-country', type: 'new-location', allow: ['France', 'Spain'] },
];

/** What becomes of an eSIM between two polls. */
const STEPS: Readonly<Record<string, (days: readonly WireDay[]) => readonly WireDay[]>> = {
  'nothing new': (days) => days,
  'more used': (days) => changed(days, days.length - 1, { usage: 90_000 }),
  'much more used': (days) => changed(days, days.length - 1, { usage: 600_000 }),
  'yesterday restated': (days) => changed(days, days.length - 2, { usage: 31_000 }),
  'the past restated': (days) => changed(days, 3, { usage: 1 }),
  'a new day': (days) => [...days, dayAfter(days)],
  'a new day elsewhere': (days) => [...days, { ...dayAfter(days), location: 'Peru' }],
  'a gap': (days) => [...days, dayAfter(days, 4)],
  'two places on a day': (days) => [...days, { ...days.at(-1), location: 'Spain', usage: 5 }],
  'the first day gone': (days) => days.slice(1),
  'the last day gone': (days) => days.slice(0, -1),
  'nothing said of places': (days) => days.slice(0, -9).concat(days.slice(-9).map(placeless)),
  'a row that cannot be read': (days) => changed(days, days.length - 1, { usage: -5 }),
  'no rows': () => [],
  'newest first': (days) => days.toReversed(),
};

function changed(days: readonly WireDay[], at: number, change: WireDay): readonly WireDay[] {
  return days.map((day, index) => (index === at ? { ...day, ...change } : day));
}

function placeless({ date, usage }: WireDay): WireDay {
  return { date, usage, location: '' };
}

function rowOf(at: number, usage = 30_000): WireDay {
  return { date: new Date(at * 1000).toISOString().slice(0, 10), usage, location: 'France' };
}

/** Each day a little more than the day before. */
function daily(kilobytes: number): readonly WireDay[] {
  return Array.from({ length: ROWS }, (_, index) =>
    rowOf(NOON - (ROWS - 1 - index) * DAY, kilobytes + index * (kilobytes / 8)),
  );
}

function inTwoPlaces(day: WireDay, index: number): readonly WireDay[] {
  return index === ROWS - 1 ? [day] : [day, { ...day, location: 'Spain' }];
}

function dayAfter(days: readonly WireDay[], later = 1): WireDay {
  const last = Date.parse(String(days.at(-1)?.date ?? '2026-02-20')) / 1000;
  return rowOf(last + later * DAY, 40_000);
}

/** Given to messages at random. */
const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/** All that is stored, apart from the digests, and from what is different each time: how long it took. */
function stored({ database }: Installation): Readonly<Record<string, readonly string[]>> {
  const db = new SqliteDatabase(database, { readonly: true });
  const names = db.prepare<[], { name: string }>(`select name from sqlite_master where type = 'table'`).all();
  const left = names.filter(({ name }) => !['cycle', 'lease'].includes(name) && !name.startsWith('sqlite_'));
  const tables = left.map(({ name }) => {
    const rows = db.prepare<[], Record<string, unknown>>(`select * from "${name}"`).all();
    return [
      name,
      rows.map((row) => JSON.stringify({ ...row, days_digest: null }).replace(UUID, '')).sort(),
    ] as const;
  });
  db.close();
  return Object.fromEntries(tables);
}

function digestsIn({ database }: Installation): number {
  const db = new SqliteDatabase(database, { readonly: true });
  const row = db.prepare<[], { n: number }>('select count(days_digest) as n from esim_state').get();
  db.close();
  return row?.n ?? 0;
}

function forgetDigests({ database }: Installation): void {
  const db = new SqliteDatabase(database);
  db.exec('update esim_state set days_digest = null');
  db.close();
}

test('daily rows that came before are not read again, and nothing is stored otherwise than if they were', async () => {
  const step = fc.record({
    hours: fc.constantFrom(1, 1, 6, 24),
    steps: fc.array(fc.constantFrom(...Object.keys(STEPS), 'more used', 'more used', 'a new day'), {
      minLength: FLEET,
      maxLength: FLEET,
    }),
    used: fc.array(fc.constantFrom(0, 20, 100, 600), { minLength: FLEET, maxLength: FLEET }),
  });
  const known = { digests: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
      const api = await ScriptedApi.start();
      const options = { api, config: { rules: RULES } };
      const [knowing, forgetful] = [await Installation.make(options), await Installation.make(options)];
      for (let number = 0; number < FLEET; number++) {
        const used = daily(number % 3 === 0 ? 1_000 : 20_000);
        const days = number % 2 === 0 ? used : used.flatMap(inTwoPlaces);
        api.add({ startedAt: NOON - 30 * DAY, expiredAt: NOON + 30 * DAY, remaining: 1000, days });
      }
      await Promise.all([knowing.poll(), forgetful.poll()]);
      for (const { hours, steps: each, used } of steps) {
        for (const [index, esim] of api.esims.entries()) {
          esim.days = STEPS[each[index] ?? '']?.(esim.days) ?? esim.days;
          use(esim, used[index] ?? 0);
        }
        known.digests += digestsIn(knowing);
        forgetDigests(forgetful);
        const [one, other] = [await knowing.pollAfter(hours * HOUR), await forgetful.pollAfter(hours * HOUR)];
        const counts = ({ summary }: typeof one) => ({ ...summary, durationMs: 0 });
        expect(counts(one)).toEqual(counts(other));
        expect(stored(knowing)).toEqual(stored(forgetful));
      }
      await Promise.all([knowing.stop(), forgetful.stop()]);
      await api.close();
    }),
    { numRuns: 8 },
  );
  expect(known.digests).toBeGreaterThan(20);
}, 120_000);

function use(esim: ScriptedEsim, megabytes: number): void {
  esim.remaining = Math.max(0, Number(esim.remaining) - megabytes);
}
