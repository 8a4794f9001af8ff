import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { Daemon } from './installation/daemon.js';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const REPORT = { name: 'daily', schedule: '0 13 * * *', kinds: ['usage'], dir: './reports' };
const CONFIG = { http: { listen: '127.0.0.1:0' }, poll: { schedule: '*/10 * * * *' }, reports: [REPORT] };
const OPS = { name: 'ops', email: { to: ['ops@example.com'] }, repeat: '2h' };

/** A daemon whose second poll, at 12:10, never gets its list. */
async function stuck() {
  const { api, site } = await scene({ config: { ...CONFIG, receivers: [OPS] } });
  api.add({ remaining: 50 });
  api.add({ startedAt: NOON - 20 * DAY, expiredAt: NOON + DAY + 3 * HOUR });
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  const listed = new Promise<void>((resolve) => {
    api.onRequest = () => resolve();
  });
  api.trouble = 'hang';
  site.wait(10 * MINUTE);
  await listed;
  return { api, site, daemon };
}

test('while a poll waits for the provider, expiry, reminders and reports come in time, and health is answered', async () => {
  const { site, daemon } = await stuck();

  site.wait(HOUR);
  await daemon.event('report-written');
  expect(existsSync(join(site.folder, 'reports/manifest-2026-02.json'))).toBe(true);

  site.wait(2 * HOUR);
  await site.mail.waitFor(2);
  // The package that expires and the reminder of the other are one message.
  expect(site.subjects[1]).toMatch(/^\[critical\] 2 eSIMs need attention \(2 critical\): .*expires in 24 h/);
  expect((await daemon.get('/healthz')).status).toBe(200);
  expect(await daemon.reasons()).toEqual([expect.stringMatching(/^poll is overdue/)]);
});

test('a reload during a poll takes effect at once, and the poll begins again under it', async () => {
  const { api, site, daemon } = await stuck();
  api.trouble = null;
  site.configure({ ...CONFIG, receivers: [{ ...OPS, email: { to: ['new@example.com'] } }] });

  expect(await daemon.reload()).toBe('reloaded');
  await daemon.event('cycle', 3);
  site.wait(2 * HOUR);
  await site.mail.waitFor(2);

  expect(site.mail.received[1]?.to).toEqual(['new@example.com']);
});

test('polls that take longer than their interval are notified once, with advice', async () => {
  const { api, site } = await scene({ config: { ...CONFIG, poll: { schedule: '* * * * * *' } } });
  api.add();
  api.onRequest = async ({ path }) => {
    if (path !== '/api/esim/usage/details') return;
    await sleep(2_000);
    site.wait(2);
  };
  const daemon = await Daemon.start(site);
  await daemon.event('cycle', 3);
  await site.mail.waitFor(1);

  expect(site.subjects).toEqual([expect.stringContaining('Polls take longer than their interval')]);
  expect(site.mail.received[0]?.text).toMatch(
    /took \d+ seconds.* every 1 second.*api\.requestsPerSecond.*adaptive/s,
  );
});
