import { readFileSync } from 'node:fs';
import { DAY } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { scene } from './installation/scene.js';

const page = readFileSync(new URL('../PRIVACY.md', import.meta.url), 'utf8');

/** Names in backticks in the first column of the tables. */
const named = [...page.matchAll(/^\| (`.+?`) +\|/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)])
  .map(([, name = '']) => name);

test('the page speaks of every table of a real database, and of no other', async () => {
  const { site } = await scene();
  await site.poll();
  await (await site.context).store.upkeep.backup(`${site.folder}/copy.db`);
  const tables = [
    ...site
      .read('copy.db')
      .toString('latin1')
      .matchAll(/create table "?(\w+)"? ?\(/gi),
  ]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('sqlite_'));

  expect(new Set(tables).size).toBeGreaterThan(20);
  expect([...named].sort()).toEqual([...new Set(tables)].sort());
});

test('the lengths of time it names are the defaults', async () => {
  const { site } = await scene();
  const { dailyUsage, readings, history } = (await site.context).config.retention;
  expect([dailyUsage, readings, history]).toEqual([null, 90 * DAY, 400 * DAY]);
  expect(page).toContain('`dailyUsage`, for ever by default');
  expect(page).toContain('`readings` (90 days)');
  expect(page).toContain('`history` (400 days)');
});

test('its statement on erasing is true: no table names the person any more', async () => {
  const { api, site } = await scene({
    config: { rules: [{ name: 'new-country', type: 'new-location', allow: ['France'] }] },
    inventory: 'iccid,label,email,cost_centre\n8944000000000000001,Anna Traveller,anna@example.com,sales\n',
  });
  api.add({ days: [{ date: '2026-03-01', usage: 1024, location: 'Atlantis' }] });
  await site.poll();
  const { store } = await site.context;
  const [alert] = await store.alerts.open();
  expect(alert).toMatchObject({ label: 'Anna Traveller', reason: { measured: { places: ['Atlantis'] } } });
  await store.alerts.acknowledge(
    alert?.id ?? 0,
    site.clock.now,
    'desk',
    'Anna Traveller called from Atlantis',
  );
  await store.silences.add({
    matcher: 'label=Anna Traveller',
    comment: 'Anna Traveller is on holiday',
    createdAt: site.clock.now,
    endsAt: site.clock.now + DAY,
  });

  expect(await store.upkeep.forget('8944000000000000001', site.clock.now)).toBe(true);
  await store.upkeep.backup(`${site.folder}/copy.db`);

  const bytes = site.read('copy.db').toString('latin1');
  for (const personal of ['Anna Traveller', 'anna@example.com'])
    expect([personal, bytes.includes(personal)]).toEqual([personal, false]);
  const [about] = await store.alerts.open();
  expect(about).toMatchObject({ reason: { kind: 'erased' }, notified: { measured: null } });
  expect(JSON.stringify(await store.alerts.history(9))).not.toMatch(/Atlantis|called/);
  const erased = ['2026-03-01 8944000000000000001 (erased) 1048576'];
  expect(await site.usage()).toEqual(erased);
  expect(await store.upkeep.erasures()).toEqual([{ iccid: '8944000000000000001', at: site.clock.now }]);

  // The provider still knows where they were, and is polled again.
  await site.pollAfter(3600);
  expect(await site.usage()).toEqual(erased);
});
