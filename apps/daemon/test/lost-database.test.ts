import { rmSync, truncateSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Daemon } from './installation/daemon.js';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

const CONFIG = { http: { listen: '127.0.0.1:0' } };

test.each([
  ['deleted', (file: string) => rmSync(file)],
  ['emptied', (file: string) => truncateSync(file)],
])(
  'a database that is %s under a running daemon: not ready, nothing is sent, and a restart explains how to recover',
  async (what, spoil) => {
    const { api, site } = await scene({ config: CONFIG });
    const esim = api.add({ remaining: 200 });
    const daemon = await Daemon.start(site);
    await daemon.event('cycle');
    expect(site.subjects).toHaveLength(1);

    spoil(site.database);
    expect(await daemon.reasons()).toEqual([
      expect.stringMatching(`was ${what} while Roamwatch was using it`),
    ]);
    expect((await daemon.get('/healthz')).status).toBe(200);
    esim.remaining = 10;
    site.wait(1_800);
    await daemon.event('job-failed');
    expect(site.subjects).toHaveLength(1);
    await daemon.stop().catch(() => undefined);

    const again = await run(['run', '--config', site.configFile]);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/but was in use before: restore a backup/);
    expect(site.subjects).toHaveLength(1);
  },
);

test('/healthz is answered while another process writes for seconds', async () => {
  const { api, site } = await scene({ config: CONFIG });
  for (let index = 0; index < 5; index++) api.add({ remaining: 50 });
  const daemon = start(['run', '--config', site.configFile, '--log-format', 'json']);
  await daemon.saying('"event":"cycle"');
  const url = /"http":"([^"]+)"/.exec(daemon.output())?.[1];
  const other = new SqliteDatabase(site.database);
  other.exec('begin immediate');
  daemon.process.kill('SIGHUP');
  await daemon.saying('"event":"reloaded"');
  for (let times = 0; times < 5; times++) {
    // Far less than the ten seconds for which the daemon itself waits for the other's write.
    const signal = AbortSignal.timeout(5_000);
    expect((await fetch(`${url}/healthz`, { signal })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  other.close();
  daemon.process.kill('SIGTERM');
  expect((await daemon.ended).code).toBe(0);
});
