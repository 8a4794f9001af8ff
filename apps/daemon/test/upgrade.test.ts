import { readdirSync, readFileSync } from 'node:fs';
import { DAY, findingIn, HOUR, MINUTE } from '@roamwatch/core';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const DUMP = readFileSync(new URL('fixtures/208caea.sql', import.meta.url), 'utf8');

/** When that version polled last. */
const LAST_POLL = NOON + 6 * HOUR;

const ANNA = 0;
const BEN = 1;
const GIA = 6;

/** The installation of the dump, with the provider as it was when it was polled last. */
async function upgraded() {
  const { api, site } = await scene({
    config: {
      rules: [
        { name: 'low-data', type: 'data-low', warning: ['25%'], critical: ['10%', '100MB'] },
        { name: 'used-up', type: 'data-exhausted' },
        { name: 'expiring', type: 'expiry', warning: ['7d', '3d'], critical: ['1d'] },
        { name: 'unused', type: 'expiry-unused', warning: ['14d'] },
        { name: 'spike', type: 'usage-spike', warning: ['3x'], minimum: '200MB' },
        { name: 'new-country', type: 'new-location', allow: ['France'] },
        { name: 'silent', type: 'stale', warning: ['8h'] },
      ],
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com'] } },
        { name: 'boss', email: { to: ['boss@example.com'] } },
      ],
    },
  });
  const sqlite = new SqliteDatabase(site.database);
  sqlite.exec(DUMP);
  sqlite.close();

  const day = (date: number, gigabytes: number, location = 'France') => ({
    date: `2026-02-${date}`,
    usage: gigabytes * 1024,
    location,
  });
  const days = [day(24, 10), day(25, 10), day(26, 10)];
  const packages = [{ name: '1 GB - 30 Days', at: 1_770_000_000 }];
  const usual = { startedAt: NOON - 20 * DAY, expiredAt: NOON + 20 * DAY, days, packages };
  const remaining = [80, 240, 2000, 1024, 1024, 0, 1024, 150, 230];
  for (const left of remaining) api.add({ ...usual, remaining: left });
  Object.assign(api.esims[2] ?? {}, { allowed: 2048, packages: [...packages, { ...packages[0], at: NOON }] });
  Object.assign(api.esims[3] ?? {}, { expiredAt: NOON + 2 * DAY });
  Object.assign(api.esims[4] ?? {}, { status: 'READY', lapsesAt: NOON + 12 * DAY });
  Object.assign(api.esims[GIA] ?? {}, { days: [...days, day(27, 20, 'Japan')] });
  api.esims.splice(7, 1);
  site.clock.now = LAST_POLL + MINUTE;
  return { api, site };
}

test('a database of the version before findings opens with a backup, and shows the same alerts', async () => {
  const { site } = await upgraded();
  const { store } = await site.context;

  expect(readdirSync(site.folder).filter((name) => name.startsWith('roamwatch.db.before-'))).toHaveLength(1);
  const history = (await store.alerts.history(99)).map(({ change, label, reason }) => ({
    change,
    label,
    reason,
  }));
  expect(history).toHaveLength(17);
  expect(history.every(({ reason }) => reason.kind === 'recorded')).toBe(true);
  expect(history).toContainEqual({
    change: 'escalated',
    label: 'Anna Kern',
    reason: { kind: 'recorded', text: '80 MB of 1 GB left (7.8 %), at or below 10 % or 100 MB' },
  });
  const esim = await store.fleet.findByIccid('8944000000000000003');
  const [cleo] = await store.fleet.facts([esim ?? 0], site.clock.now);
  expect(cleo?.epoch).toMatchObject({ number: 2, changes: ['allowance-changed', 'history-row-added'] });
  expect(await store.upkeep.check()).toEqual([]);
});

test('it repeats nothing, sends pending messages, and loses nothing from then on', async () => {
  const { api, site } = await upgraded();
  const sent = () => site.mail.received.map(({ to, subject }) => `${to} ${subject}`).sort();
  const open = await site.open();

  await site.pollAfter(HOUR);
  await site.tick();
  expect(await site.open()).toEqual(open);
  expect(sent()).toEqual(['boss@example.com [warning] Ida Wu has 230 MB of 1 GB left']);

  const [anna, ben, gia] = [ANNA, BEN, GIA].map((index) => api.esims[index]);
  Object.assign(ben ?? {}, { remaining: 90 });
  Object.assign(anna ?? {}, { allowed: 2048, remaining: 1900 });
  await site.pollAfter(HOUR);
  expect(sent()).toEqual([
    'boss@example.com [critical] Ben Ode has 90 MB of 1 GB left, 1 resolved',
    'boss@example.com [warning] Ida Wu has 230 MB of 1 GB left',
    'ops@example.com [critical] Ben Ode has 90 MB of 1 GB left, 1 resolved',
  ]);
  const text = site.mail.received.at(-1)?.text;
  expect(text).toContain('Why: topped up: 1.86 GB of 2 GB left (92.8 %)');
  const alert = (await (await site.context).store.alerts.open()).find(({ label }) => label === 'Ben Ode');
  expect(alert && findingIn(alert.reason)).toMatchObject({ reached: { severity: 'critical', percent: 10 } });

  // The end of Dan's package comes by the clock; the alert of a second country is muted until the silence ends.
  Object.assign(gia ?? {}, {
    days: [...(gia?.days ?? []), { date: '2026-02-28', usage: 1024, location: 'Brazil' }],
  });
  await site.pollAfter(18 * HOUR);
  await site.tick();
  const last = site.mail.received.at(-1)?.text ?? '';
  expect(last).toMatch(/^CRITICAL: Dan Roe\n.*\n(.*\n)? +Why: 24 h or less before the end$/m);
  expect(last).not.toContain('Gia');
});
