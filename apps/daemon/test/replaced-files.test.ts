import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { start } from './installation/program.js';
import { scene } from './installation/scene.js';

const PROGRAM = fileURLToPath(new URL('../', import.meta.url));

/** The installed program, in a separate folder that can be deleted. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-installed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, 'node_modules/roamwatch');
  mkdirSync(home, { recursive: true });
  for (const part of ['bin', 'bundle', 'package.json'])
    cpSync(join(PROGRAM, part), join(home, part), { recursive: true });
  symlinkSync(join(PROGRAM, 'node_modules'), join(home, 'node_modules'));
  return home;
}

test('a daemon keeps running when its files are gone: it polls, reloads, serves the page and ends', async () => {
  // The first mail server comes when the files are gone.
  const { api, site } = await scene({ config: { http: { listen: '127.0.0.1:0' }, receivers: [] } });
  const esim = api.add({ days: [] });
  const program = installed();
  const daemon = start(['run', '--config', site.configFile, '--log-format', 'json'], {
    program: join(program, 'bin/roamwatch.js'),
  });
  await daemon.saying('"event":"cycle"');
  renameSync(program, `${program}-gone`);

  esim.remaining = 10;
  esim.days = [{ date: '20260302', usage: 5, location: 'Österreich' }];
  site.configure({ http: { listen: '127.0.0.1:0' }, poll: { schedule: '* * * * * *' } });
  daemon.process.kill('SIGHUP');
  await daemon.saying('"event":"alert"');
  await expect.poll(() => site.mail.received.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const url = /"http":"([^"]+)"/.exec(daemon.output())?.[1];
  const page = await fetch(`${url}/`);
  expect([page.status, (await fetch(`${url}/esims`)).status]).toEqual([200, 200]);
  const style = /href="(\/assets\/page\.css[^"]*)"/.exec(await page.text())?.[1];
  expect((await fetch(`${url}${style}`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(200);

  api.token = 'another';
  await daemon.saying('rejected the API token');
  daemon.process.kill('SIGTERM');
  const { code, stderr } = await daemon.ended;
  expect([code, /Cannot find|ENOENT|ERR_MODULE/.exec(stderr)]).toEqual([0, null]);
});
