import { HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { Daemon, sample } from './installation/daemon.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

const HTTP = { http: { listen: '127.0.0.1:0' } };

async function served(config: Readonly<Record<string, unknown>> = {}) {
  const { api, site } = await scene({ config: { ...HTTP, ...config } });
  const daemon = await Daemon.start(site);
  return { api, site, daemon };
}

test('it is alive from the start, and ready once a poll has succeeded', async () => {
  const { api, site } = await scene({ config: HTTP });
  let letGo: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  api.onRequest = () => held;
  const daemon = await Daemon.start(site);

  expect((await daemon.get('/healthz')).status).toBe(200);
  const before = await daemon.get('/readyz');
  expect([before.status, await before.json()]).toEqual([
    503,
    expect.objectContaining({ ready: false, reasons: ['no poll has succeeded yet'] }),
  ]);
  letGo();
  await daemon.event('cycle');
  expect((await daemon.get('/readyz')).status).toBe(200);
});

test('it is not ready when polls stop, when a message is stuck, or when the database is gone, with the reason', async () => {
  const { site, daemon } = await served();
  await daemon.event('cycle');

  site.wait(HOUR + 29 * MINUTE);
  expect(await daemon.reasons()).toEqual([]);
  site.wait(2 * HOUR);
  expect(await daemon.reasons()).toEqual(['poll is overdue: the last good one was at 2026-03-02T12:00:00Z']);
  const overdue = sample(await daemon.metrics(), 'roamwatch_duty_overdue_seconds{duty="poll"}');
  expect(overdue).toBe(2 * HOUR - MINUTE);

  const createdAt = site.clock.now - 2 * HOUR;
  const to = { receiver: 'nobody', recipient: 'x@example.com' };
  await (await site.context).store.outbox.queue([{ ...to, kind: 'test', createdAt, body: {} }]);
  expect(await daemon.reasons()).toContain('a message has been pending since 2026-03-02T13:29:00Z');
});

test('a report that was never written becomes overdue, restarts or not', async () => {
  const reports = [{ name: 'finance', schedule: '0 6 4 * *', dir: './reports' }];
  const { site } = await scene({ config: { ...HTTP, reports } });
  await (await Daemon.start(site)).stop();
  site.clock.now = Date.UTC(2026, 2, 4, 6, 31) / 1000;
  site.configure({ ...HTTP, reports: [{ ...reports[0], schedule: '0 6 4 * *' }] });
  const daemon = await Daemon.start(site);

  expect(sample(await daemon.metrics(), 'roamwatch_duty_overdue_seconds{duty="report finance"}')).toBe(60);
  expect(await daemon.reasons()).toContain('report finance is overdue: it was never done');
});

test('with a token everything but /healthz requires it, whatever characters it has', async () => {
  const token = 'pä$$ word!';
  const { daemon } = await served({ http: { listen: '127.0.0.1:0', token } });
  const asked = (path: string, authorization?: string) =>
    daemon.get(path, authorization === undefined ? {} : { headers: { authorization } });
  const utf8 = Buffer.from(`Bearer ${token}`).toString('latin1');

  expect((await asked('/healthz')).status).toBe(200);
  for (const path of ['/readyz', '/metrics', '/anything']) {
    expect((await asked(path)).status).toBe(401);
    expect((await asked(path, 'Bearer wrong')).status).toBe(401);
    expect((await asked(path, `Basic ${btoa('a:b')}`)).status).toBe(401);
    expect((await asked(path, utf8)).status).not.toBe(401);
  }
  expect((await asked('/metrics')).headers.get('www-authenticate')).toBe('Bearer');
  expect((await asked('/metrics', utf8)).status).toBe(200);
});

test('it is read-only, lists its paths, and keeps browsers out', async () => {
  const { daemon } = await served();

  const head = await daemon.get('/metrics', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(head.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const refused = await daemon.get('/metrics', { method });
    expect([method, refused.status, refused.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
  }
  const nothing = await daemon.get('/nothing');
  expect([nothing.status, await nothing.text()]).toEqual([404, expect.stringMatching(/^Page not found/)]);
  expect(nothing.headers.get('x-content-type-options')).toBe('nosniff');
  expect(nothing.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(nothing.headers.get('cache-control')).toBe('no-store');
});

test('a port that is taken is reported in words, and nothing is left locked', async () => {
  const { site, daemon } = await served();
  const { http } = await daemon.event('started');
  const other = await scene({ config: { http: { listen: String(http).slice('http://'.length) } } });

  const { code, stderr } = await run(['run', '--config', other.site.configFile, '--log-level', 'silent']);

  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^roamwatch: http\.listen: cannot listen on .*: another program listens there/),
  ]);
  expect(stderr).not.toMatch(/\n\s+at /);
  await site.stop();
  expect((await run(['poll', '--config', other.site.configFile])).code).toBe(0);
});

test('an open connection does not delay the shutdown', async () => {
  const { daemon } = await served();
  await daemon.get('/healthz', { headers: { connection: 'keep-alive' } });
  await daemon.stop();
  expect(daemon.lines.at(-1)?.event).toBe('stopped');
});
