import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY } from '@roamwatch/core';
import { openStore } from '@roamwatch/store';
import { expect, onTestFinished, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { type Running, run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

async function polled(config: Readonly<Record<string, unknown>> = {}) {
  const { api, site } = await scene({
    config,
    inventory: 'iccid,label,email\n8944000000000000001,Anna Traveller,anna@example.com\n',
  });
  api.add({ remaining: 50, days: [{ date: '2026-03-01', usage: 1024, location: 'France' }] });
  await site.poll();
  await site.stop();
  const roamwatch = (...args: string[]) => run([...args, '--config', site.configFile]);
  return { api, site, roamwatch };
}

test('a backup is whole, private, and can be made while the daemon runs', async () => {
  const { site, roamwatch } = await polled();
  const daemon = start(['run', '--config', site.configFile, '--log-format', 'json']);
  await daemon.saying('"event":"started"');
  const target = join(site.folder, 'backup.db');

  const { code, stdout } = await roamwatch('db', 'backup', target, '--json');

  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { file: target, bytes: statSync(target).size, replaced: false },
  ]);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  const copy = openStore({ file: target, readOnly: true });
  expect(await copy.upkeep.check()).toEqual([]);
  expect((await copy.alerts.open()).map(({ label }) => label)).toEqual(['Anna Traveller']);
  await copy.close();
  const again = await roamwatch('db', 'backup', target);
  expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/replacing the earlier backup$/m)]);
  daemon.process.kill('SIGTERM');
  expect((await daemon.ended).code).toBe(0);
});

test('a backup overwrites neither the database nor anything that is no backup', async () => {
  const { site, roamwatch } = await polled();
  site.write('notes.txt', 'precious');
  mkdirSync(join(site.folder, 'folder'));
  const refused = async (target: string) => {
    const { code, stderr } = await roamwatch('db', 'backup', join(site.folder, target));
    return [code, stderr.trim().split(': ').slice(1).join(': ').replaceAll(`${site.folder}/`, '')];
  };

  expect(await refused('roamwatch.db')).toEqual([
    2,
    'roamwatch.db is the database itself: name another file',
  ]);
  expect(await refused('notes.txt')).toEqual([
    2,
    'notes.txt exists and is not a backup: name another file, or remove it first',
  ]);
  site.write('others.db', `SQLite format 3\0${'\0'.repeat(84)}`);
  expect(await refused('others.db')).toEqual([
    2,
    'others.db exists and is not a backup: name another file, or remove it first',
  ]);
  execFileSync('mkfifo', [join(site.folder, 'pipe')]);
  expect(await refused('pipe')).toEqual([2, 'pipe is no ordinary file: name another']);
  const running = openStore({ file: join(site.folder, 'running.db') });
  await running.settings.set('a', 1);
  expect(await refused('running.db')).toEqual([2, 'running.db is a database in use: name another file']);
  await running.close();
  expect(await refused('folder')).toEqual([2, 'folder is a folder: name a file in it']);
  expect(await refused('nowhere/b.db')).toEqual([
    1,
    'nowhere/b.db cannot be written (ENOENT): check the path',
  ]);
  expect(site.read('notes.txt').toString()).toBe('precious');
  expect((await roamwatch('db', 'check')).code).toBe(0);
});

test('a damaged file is found by db check, by check, and when the daemon starts', async () => {
  const { site, roamwatch } = await polled();
  expect((await roamwatch('db', 'check', '--json')).stdout).toContain('"sound": true');
  const { size } = statSync(site.database);
  const descriptor = openSync(site.database, 'r+');
  for (let page = 8192; page < size; page += 4096)
    writeSync(descriptor, Buffer.alloc(2048, 0xa5), 0, 2048, page);

  const checked = await roamwatch('db', 'check');
  expect([checked.code, checked.stdout + checked.stderr]).toEqual([
    1,
    expect.stringMatching(/damaged|corrupt/i),
  ]);
  const started = await roamwatch('run', '--log-level', 'silent');
  expect([started.code, started.stderr]).toEqual([1, expect.stringMatching(/damaged.*restore a backup/)]);
  for (const { stderr } of [checked, started]) expect(stderr).not.toMatch(/\n\s+at /);
});

test('pruning reports what it removed, and open alerts stay', async () => {
  const { api, site, roamwatch } = await polled({
    retention: { dailyUsage: '30d', readings: '10d', history: '20d' },
  });
  for (const remaining of [49, 48, 47, 46]) {
    for (const esim of api.esims) esim.remaining = remaining;
    await site.pollAfter(60);
  }
  await site.stop();
  // What a month has is kept until it is closed.
  expect((await roamwatch('report', 'close', '--month', '2026-03')).code).toBe(0);
  const first = JSON.parse((await roamwatch('db', 'prune', '--json')).stdout);

  // The installation lives in March 2026, long before the machine's clock.
  expect(Date.now() / 1000 - NOON).toBeGreaterThan(60 * DAY);
  expect(first).toMatchObject({ readings: 5, days: 1, alerts: 0, cycles: 4 });
  expect((await roamwatch('db', 'prune')).stdout).toBe('Nothing is older than the configured retention.\n');
  expect(JSON.parse((await roamwatch('alerts', '--json')).stdout)).toHaveLength(1);
  expect((await roamwatch('db', 'check')).code).toBe(0);
});

test('a person is forgotten only when it is meant, a trace stays, and figures stay without them', async () => {
  const { site, roamwatch } = await polled();
  const iccid = '8944000000000000001';
  const report = () => roamwatch('report', 'usage', '--month', '2026-03');
  expect((await report()).stdout).toContain('Anna Traveller');

  const unsure = await roamwatch('db', 'forget', iccid);
  expect([unsure.code, unsure.stderr]).toEqual([2, expect.stringContaining('pass --yes')]);
  expect((await report()).stdout).toContain('Anna Traveller');

  const forgotten = await roamwatch('db', 'forget', iccid, '--yes', '--json');
  expect([forgotten.code, JSON.parse(forgotten.stdout)]).toEqual([0, { iccid, erased: true }]);
  const after = (await report()).stdout;
  expect(after).toContain('1048576');
  expect(after).not.toContain('France');
  for (const personal of ['Anna', 'anna@example.com']) {
    expect([personal, after.includes(personal)]).toEqual([personal, false]);
    expect([personal, site.read('roamwatch.db').includes(personal)]).toEqual([personal, false]);
  }
  expect(JSON.parse((await roamwatch('db', 'erasures', '--json')).stdout)).toEqual([
    { iccid, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
  ]);
  expect((await roamwatch('db', 'forget', '--iccid', '8944 9999 9999 9999 999', '--yes')).code).toBe(1);
});

test('the person to erase can be named by any identifier, but not by part of a label', async () => {
  const { roamwatch } = await polled();
  const part = await roamwatch('db', 'forget', 'Anna', '--yes');
  expect([part.code, part.stderr]).toEqual([2, expect.stringContaining('no eSIM matches "Anna"')]);
  // The label goes first: it is what is erased.
  for (const which of ['anna traveller', '0001', '#1', 'esim-1']) {
    const { code, stdout } = await roamwatch('db', 'forget', which, '--yes', '--json');
    expect([which, code, JSON.parse(stdout)]).toEqual([
      which,
      0,
      { iccid: '8944000000000000001', erased: true },
    ]);
  }
});

test('a file from a newer version, a second instance and a folder in its place are reported in words', async () => {
  const { site, roamwatch } = await polled();
  const daemon = start(['run', '--config', site.configFile, '--log-format', 'json']);
  await daemon.saying('"event":"started"');
  const second = await roamwatch('run');
  expect([second.code, second.stderr]).toEqual([
    1,
    expect.stringMatching(/is in use by process \d+ on .*: stop it first, or use another database/),
  ]);
  const backup = join(site.folder, 'backup.db');
  expect((await roamwatch('db', 'backup', backup)).code).toBe(0);
  const beside = await roamwatch('db', 'restore', backup);
  expect([beside.code, beside.stderr]).toEqual([
    1,
    expect.stringMatching(/is in use by process \d+ .*stop it first/),
  ]);
  daemon.process.kill('SIGTERM');
  await daemon.ended;
  const nowhere = await roamwatch('db', 'restore', join(site.folder, 'nowhere.db'));
  expect([nowhere.code, nowhere.stderr]).toEqual([
    1,
    expect.stringMatching(/there is no backup .*nowhere\.db/),
  ]);
  const restored = await roamwatch('db', 'restore', backup);
  expect([restored.code, restored.stdout]).toEqual([
    0,
    expect.stringMatching(/Restored .*The replaced database is /s),
  ]);
  expect((await roamwatch('poll')).code).toBe(0);

  const descriptor = openSync(site.database, 'r+');
  writeSync(descriptor, Buffer.from([0, 0, 0, 99]), 0, 4, 60); // user_version in SQLite's header
  for (const command of [['poll'], ['run'], ['alerts'], ['db', 'check']]) {
    const { code, stderr } = await roamwatch(...command);
    expect([command, code, stderr]).toEqual([
      command,
      1,
      expect.stringContaining('was made by a newer version of Roamwatch: install that one'),
    ]);
  }
  site.configure({ database: 'sqlite:.' });
  expect((await roamwatch('poll')).stderr).toContain('is a folder: name a file');
});

/** A disk that is full or read-only needs a disk of its own. */
const canMount = mountWorks();

function mountWorks(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until the program says something from now on. */
function saying({ process: program }: Running, text: string): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    program.stderr?.on('data', (chunk) => {
      said += chunk;
      if (said.includes(text)) resolve();
    });
  });
}

/** A small disk of its own. */
function disk(folder: string, options: string): (change: string) => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return (change) => void execFileSync('mount', ['-o', `remount,${change}`, folder]);
}

test.skipIf(!canMount)('on a full disk the daemon stays up, reports it, and recovers', async () => {
  const { api, site } = await scene();
  disk(join(site.folder, 'data'), 'size=3m');
  site.configure({ database: 'sqlite:./data/roamwatch.db', poll: { schedule: '* * * * * *' } });
  for (let number = 0; number < 20; number++) api.add();
  const daemon = start(['run', '--config', site.configFile, '--log-format', 'json']);
  await daemon.saying('"event":"cycle"');
  const filler = join(site.folder, 'data', 'filler');
  writeFileSync(filler, '');
  const descriptor = openSync(filler, 'w');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096));
  } catch {
    // Now it is full.
  }

  await daemon.saying('the disk is full: free some space; nothing of this step was stored');
  writeFileSync(filler, '');
  const { length } = (await run(['alerts', 'history', '--json', '--config', site.configFile])).stdout;
  expect(length).toBeGreaterThan(0);
  await saying(daemon, '"event":"cycle"');
  daemon.process.kill('SIGTERM');

  const { code, stderr } = await daemon.ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain('"stack"');
  expect((await run(['db', 'check', '--config', site.configFile])).code).toBe(0);
});

test.skipIf(!canMount)('a database that may not be written is reported in words', async () => {
  const { site } = await scene();
  const remount = disk(join(site.folder, 'data'), 'size=2m');
  site.configure({ database: 'sqlite:./data/roamwatch.db' });
  expect((await run(['poll', '--config', site.configFile])).code).toBe(0);
  remount('ro');

  const { code, stderr } = await run(['poll', '--config', site.configFile]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/cannot be opened|cannot be written|read-only/)]);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a database that others may read is closed to them, and that is reported', async () => {
  const { site, roamwatch } = await polled();
  chmodSync(site.database, 0o644);
  const checked = await roamwatch('check', '--online', '--json');
  const finding = JSON.parse(checked.stdout).find(({ item }: { item: string }) => item === 'database');
  expect([checked.code, finding]).toEqual([
    1,
    expect.objectContaining({ ok: false, hint: `chmod 600 ${site.database}` }),
  ]);
  await roamwatch('poll');
  expect(statSync(site.database).mode & 0o777).toBe(0o600);
});
