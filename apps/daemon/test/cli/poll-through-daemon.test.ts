import { expect, test } from 'vitest';
import { Daemon } from '../installation/daemon.js';
import { run, start } from '../installation/program.js';
import { scene } from '../installation/scene.js';

/** The separate process uses the real clock, so the daemon whose lease it checks must use it too. */
async function atRealTime() {
  const on = await scene();
  on.site.clock.now = Math.floor(Date.now() / 1000);
  return on;
}

/** Holds every request back until it is opened. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('poll joins the cycle of a running daemon, gets a separate one where none is under way, and fails as it fails', async () => {
  const { api, site } = await atRealTime();
  api.add({ remaining: 50 });
  api.add();
  const { open, opened } = gate();
  api.onRequest = () => opened;
  const daemon = await Daemon.start(site);
  const poll = () => start(['poll', '--json', '--config', site.configFile]);

  const joined = poll();
  await joined.saying('waiting for its poll');
  open();
  const first = await joined.ended;
  expect(first.code).toBe(0);
  const { msg: _, ...cycle } = await daemon.event('cycle');
  const summary = JSON.parse(first.stdout);
  expect(summary).toMatchObject({ listed: 2, polled: 2, alertsOpened: 1, notificationsSent: 1 });
  expect(cycle).toMatchObject(summary);

  api.trouble = { status: 503, body: '' };
  const second = await poll().ended;
  expect([second.code, JSON.parse(second.stdout)]).toEqual([1, expect.objectContaining({ polled: 0 })]);
  expect(second.stderr).toContain('503');
  expect(daemon.lines.filter(({ event }) => event === 'cycle')).toHaveLength(2);

  await daemon.stop();
  api.trouble = null;
  expect((await poll().ended).code).toBe(0);
});

test('beside a poll that is no daemon, poll exits 1 and names the process that uses the database', async () => {
  const { api, site } = await atRealTime();
  api.add();
  const { open, opened } = gate();
  const asked = new Promise<void>((resolve) => {
    api.onRequest = () => {
      resolve();
      return opened;
    };
  });
  const other = start(['poll', '--config', site.configFile]);
  await asked;
  const { code, stdout, stderr } = await run(['poll', '--json', '--config', site.configFile]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(new RegExp(`in use by process ${other.process.pid} `));
  open();
  expect((await other.ended).code).toBe(0);
});

test('neither a daemon that ends nor a waiter that leaves keeps others hanging', async () => {
  const { api, site } = await atRealTime();
  api.add();
  const { open, opened } = gate();
  api.onRequest = () => opened;
  const daemon = await Daemon.start(site);
  const left = start(['poll', '--config', site.configFile]);
  const stopped = start(['poll', '--config', site.configFile]);
  await Promise.all([left.saying('waiting'), stopped.saying('waiting')]);

  stopped.process.kill('SIGINT');
  const { code, stderr } = await stopped.ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining('stopped waiting')]);
  open();
  await daemon.stop();
  expect((await left.ended).code).not.toBeNull();
});
