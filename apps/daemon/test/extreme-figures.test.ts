import { DAY, HOUR } from '@roamwatch/core';
import { createDatabase, type PostgresServer, startPostgres } from '@roamwatch/test-peers/postgres';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Daemon } from './installation/daemon.js';
import { type Installation, NOON } from './installation/installation.js';
import { invoke } from './installation/invoke.js';
import { scene } from './installation/scene.js';
import { crawl } from './page/crawl.js';

const MOST = Number.MAX_SAFE_INTEGER;
/** At the edges of what is accepted, of what a number can represent, and of what a column can contain. */
const FIGURE = fc.constantFrom(0, 1e-9, 0.5, 1, 1023, 2 ** 31, 2 ** 37, 2 ** 47, 2 ** 47 + 1, 9e15, MOST);
const SIGNED = fc.oneof(
  FIGURE,
  FIGURE.map((figure) => 0 - figure),
);
const PRICE = fc.constantFrom(0, '0.000000001', 5, '999999999999999.999999999', '-999999999999999');
const UNIT = fc.constantFrom('B', 'B', 'B', 'KB', 'MB', 'GB');

const dateAgo = (days: number) => new Date((NOON - days * DAY) * 1_000).toISOString().slice(0, 10);
const days = fc.tuple(
  ...[35, 4, 3, 2, 1, 0].flatMap((ago) =>
    ['France', 'Spain', 'Japan'].map((location) =>
      FIGURE.map((usage) => ({ date: dateAgo(ago), usage, location })),
    ),
  ),
);
const bought = fc.record({
  name: fc.constantFrom('1 GB - 30 Days', '999999 GB - 99999 Days', 'X'),
  at: fc.constantFrom(NOON - 20 * DAY, NOON),
  price: PRICE,
  currency: fc.constantFrom('USD', 'JPY', 'KWD'),
});
const fleet = fc.array(
  fc.record({
    allowed: FIGURE,
    remaining: SIGNED,
    startedAt: fc.constantFrom(null, 1_000_000_000, NOON - 20 * DAY, NOON - 1),
    expiredAt: fc.constantFrom(null, NOON + 20 * DAY, 9_999_999_999),
    days,
    packages: fc.array(bought, { maxLength: 3 }),
  }),
  { minLength: 10, maxLength: 10 },
);

const OPERATOR = { authorization: 'Bearer operator-secret' };
const CONFIG = {
  http: { listen: '127.0.0.1:0', token: 'operator-secret' },
  rules: [
    { name: 'low-data', type: 'data-low', warning: ['25%', '1GB'], critical: ['10%', '1B'] },
    { name: 'used-up', type: 'data-exhausted' },
    { name: 'expiring', type: 'expiry', warning: ['3d'], critical: ['1d'] },
    { name: 'forecast', type: 'data-forecast', warning: ['999999999d'] },
    { name: 'spike', type: 'usage-spike', warning: ['3x'], minimum: '1B' },
    { name: 'new-country', type: 'new-location', allow: ['France'] },
    {
      name: 'spent',
      type: 'budget',
      period: 'month',
      warning: ['80%'],
      critical: ['100%'],
      limit: '0.01 USD',
    },
    { name: 'used', type: 'budget', period: 'month', warning: ['80%'], critical: ['100%'], limit: '1B' },
  ],
};

const KINDS = ['usage', 'purchases', 'summary', 'cost', 'reconciliation', 'allocation'];
const commandsAbout = (iccids: readonly string[]) => [
  ...['status', 'status --json', 'fleet', 'fleet --json', 'fleet --sort left', 'alerts', 'alerts --json'],
  ...['alerts history', 'outbox', 'rejected'],
  ...iccids.map((iccid) => `explain ${iccid}`),
  ...iccids.slice(0, 3).map((iccid) => `explain ${iccid} --json`),
];
const reports = (forgotten: string, folder: string) => [
  ...KINDS.flatMap((kind) => [
    `report ${kind} --from 2026-01-01 --to 2026-04-01`,
    `report ${kind} --month 2026-02 --profile excel --out ${folder}/reports`,
  ]),
  ...['2026-01', '2026-02'].map((month) => `report close --month ${month}`),
  ...KINDS.map((kind) => `report ${kind} --month 2026-02`),
  `db forget ${forgotten} --yes`,
  ...['db prune', 'report reopen --month 2026-02 --comment late', 'report usage --month 2026-02'],
];

/** What a figure looks like that got out of hand on its way. */
const NO_FIGURE = /\bNaN\b|\bInfinity\b|Invalid Date|\bundefined\b|\d[eE]\+\d/;

/** The first one in a text, with what is around it; null without any. */
function outOfHand(text: string): string | null {
  const at = text.search(NO_FIGURE);
  return at === -1 ? null : text.slice(Math.max(0, at - 100), at + 100);
}

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

/**
 * A run is long: the same figures every time, which once made an allowance of nothing and a share of it. Other seeds search further.
 */
const SEEDED = { seed: Number(process.env.ROAMWATCH_SEED ?? 301), numRuns: 1, endOnFailure: true };

const DATABASES: Readonly<Record<string, () => Promise<object>>> = {
  SQLite: async () => ({}),
  PostgreSQL: async () => ({ database: { url: await createDatabase(server.url) } }),
};
const MODES: Readonly<Record<string, object>> = {
  'by schedule': {},
  adaptive: { poll: { mode: 'adaptive', budget: '100000/h', floor: '1m' } },
};

describe.each(Object.keys(DATABASES))('on %s', (database) => {
  test.each(Object.keys(MODES))(
    'no figure that is accepted keeps anything from working, polled %s',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(fleet, fleet, UNIT, UNIT, async (before, after, first, second) => {
          const { api, site } = await scene();
          const config = { ...CONFIG, ...MODES[mode], ...(await DATABASES[database]?.()) };
          const countIn = async (unit: string) => {
            await site.stop();
            site.configure({ ...config, units: { allowance: unit, dailyUsage: unit } });
          };
          api.add({ remaining: 900 });
          for (const one of before) api.add(one);
          await countIn(first);
          await poll(site, 0);
          for (const [index, one] of after.entries()) Object.assign(api.esims[index + 1] ?? {}, one);
          await poll(site, 1);
          await poll(site, HOUR);
          for (const unit of [second, first, 'auto']) {
            await countIn(unit);
            await poll(site, HOUR);
          }
          await site.stop();
          const iccids = api.esims.map(({ iccid }) => iccid);
          await commands(site, commandsAbout(iccids));
          // They are of what is stored, however it was polled.
          if (mode === 'by schedule') await commands(site, reports(iccids[3] ?? '', site.folder));
          await pages(site);
        }),
        SEEDED,
      );
    },
    300_000,
  );
});

/** The figures may be rejected; that is said, and nothing else goes wrong. */
async function poll(site: Installation, after: number): Promise<void> {
  const { problems } = await site.pollAfter(after);
  expect(problems.filter((problem) => !/out of range|^usage requests fail/.test(problem))).toEqual([]);
  await site.tick();
}

async function commands(site: Installation, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { code, stdout, stderr } = await invoke([...line.split(' '), '--config', site.configFile]);
    expect([line, code, outOfHand(stdout + stderr)]).toEqual([line, 0, null]);
  }
}

async function pages(site: Installation): Promise<void> {
  const daemon = await Daemon.start(site);
  const visited = await crawl(daemon, OPERATOR);
  for (const sort of ['worst', 'left', 'expires', 'read', 'label']) {
    const path = `/esims?sort=${sort}`;
    const answer = await daemon.get(path, { headers: OPERATOR });
    visited.push({ path, status: answer.status, body: await answer.text() });
  }
  const shown = visited.filter(({ path }) => !path.startsWith('/assets/'));
  expect(shown.length).toBeGreaterThan(20);
  const seen = shown.map(({ path, status, body }) => [path, status, outOfHand(body)]);
  expect(seen).toEqual(shown.map(({ path }) => [path, 200, null]));
  expect((await daemon.get('/metrics', { headers: OPERATOR })).status).toBe(200);
  await daemon.stop();
  expect(daemon.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
}
