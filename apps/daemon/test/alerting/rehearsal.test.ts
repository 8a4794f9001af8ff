import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { run, start } from '../installation/program.js';
import { scene } from '../installation/scene.js';

test('a dry run shows what would fire and why, and leaves no trace', async () => {
  const { api, site } = await scene();
  const [opens, over] = [api.add(), api.add({ remaining: 200 })];
  await site.poll();
  opens.remaining = 50;
  Object.assign(over, { allowed: 2048, remaining: 2000 });
  const before = {
    open: await site.open(),
    history: await (await site.context).store.alerts.history(99),
    sent: site.subjects,
  };
  const leftOver = () => readdirSync(tmpdir()).filter((name) => name.startsWith('roamwatch-rehearsal-'));
  const traces = leftOver();

  const ended = await run(['poll', '--dry-run', '--json', '--config', site.configFile]);

  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const { dryRun, summary, changes } = JSON.parse(ended.stdout);
  expect([dryRun, summary.notificationsSent]).toEqual([true, 0]);
  expect(changes).toMatchObject([
    {
      change: 'opened',
      severity: 'critical',
      iccid: opens.iccid,
      reason: expect.stringMatching(/at or below/),
    },
    { change: 'resolved', iccid: over.iccid, reason: expect.stringMatching(/^topped up/) },
  ]);
  expect({
    open: await site.open(),
    history: await (await site.context).store.alerts.history(99),
    sent: site.subjects,
  }).toEqual(before);
  expect(leftOver()).toEqual(traces);

  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(2);
});

test('a dry run writes nothing into the database, not even how many requests it made', async () => {
  const { api, site } = await scene();
  const esim = api.add();
  site.configure({ api: { baseUrl: api.url, tokenFile: './token', requestsPerHour: 100 } });
  await site.poll();
  await site.stop();
  esim.remaining = 50;
  const before = site.read('roamwatch.db');
  const requests = api.requests.length;

  const ended = await run(['poll', '--dry-run', '--config', site.configFile]);

  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('critical') });
  expect(api.requests.length).toBeGreaterThan(requests);
  expect(site.read('roamwatch.db').equals(before)).toBe(true);
  expect(statSync(`${site.database}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
});

test('a dry run that is killed leaves no copy of the database', async () => {
  const { api, site } = await scene();
  api.add();
  await site.poll();
  await site.stop();
  const copies = () =>
    readdirSync(tmpdir())
      .filter((name) => name.startsWith('roamwatch-rehearsal-'))
      .flatMap((folder) => readdirSync(join(tmpdir(), folder)));
  const before = copies();
  const program = start(['poll', '--dry-run', '--config', site.configFile]);
  const requests = api.requests.length;
  await expect.poll(() => api.requests.length, { interval: 1, timeout: 20_000 }).toBeGreaterThan(requests);

  program.process.kill('SIGKILL');
  await program.ended;

  expect(copies()).toEqual(before);
});

test('a dry run before the first poll leaves no database behind', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });

  const ended = await run(['poll', '--dry-run', '--config', site.configFile]);

  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('critical') });
  expect(readdirSync(site.folder).filter((name) => name.startsWith('roamwatch.db'))).toEqual([]);
});
