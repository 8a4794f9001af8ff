import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { REPORT_KINDS } from '@roamwatch/report';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Invoked, invoke } from './installation/invoke.js';
import { type Ended, run } from './installation/program.js';
import { scene } from './installation/scene.js';

/** An empty folder, gone when the test ends. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'roamwatch-cli-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A folder with the configuration that `init` writes. */
async function initialised(): Promise<string> {
  const cwd = folder();
  expect((await run(['init', '--simulator'], { cwd })).code).toBe(0);
  return cwd;
}

/** A user's mistake: nothing on standard output, few words, no stack. */
function expectExplained({ code, stdout, stderr }: Omit<Ended, 'signal'>, exitCode: 1 | 2): void {
  expect([code, stdout]).toEqual([exitCode, '']);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toMatch(/unexpected fault|SqliteError|ENOENT/);
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(6);
}

/** The help of every command, sub-commands too, as the help above them lists them. */
async function allHelp(
  path: readonly string[] = [],
): Promise<readonly { readonly path: readonly string[]; readonly help: Invoked }[]> {
  const help = await invoke([...path, '--help']);
  const [, list = ''] = /^Commands:\n((?: {2}.*\n?)*)/m.exec(help.stdout) ?? [];
  const names = [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = '']) => name);
  const all = [{ path, help }];
  for (const name of names) if (name !== 'help') all.push(...(await allHelp([...path, name])));
  return all;
}

test('every command of the contract has a help, on standard output, that describes it', async () => {
  const all = await allHelp();
  for (const { path, help } of all) {
    expect([path, help.code, help.stderr]).toEqual([path, 0, '']);
    expect(help.stdout).toMatch(new RegExp(`^Usage: ${['roamwatch', ...path].join(' ')}\\b`));
    expect(help.stdout.split('\n').length).toBeGreaterThan(4);
    expect(help.stdout).toMatch(/^Examples?:$/m);
    expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
  expect(all.map(({ path }) => path.join(' '))).toEqual(
    expect.arrayContaining([
      ...['run', 'poll', 'check', 'alerts', 'alerts ack', 'alerts silence', 'alerts history', 'explain'],
      ...['notify test', 'report usage', 'report purchases', 'report summary', 'simulator', 'init'],
    ]),
  );
});

describe('wrong usage', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'roamwatch-usage-'));
    expect((await run(['init', '--simulator'], { cwd })).code).toBe(0);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test.each([
    [['pol'], /did you mean poll/i],
    [['poll', '--jsn'], /did you mean --json/i],
    [['poll', 'everything'], /too many arguments/i],
    [['alerts', 'ack'], /missing required argument/i],
    [['alerts', 'ack', 'seven'], /"seven" is not an ID/],
    [['alerts', 'silence', 'label=Anna'], /--for/],
    [['alerts', 'silence', 'label=Anna', '--for', 'a while'], /a while/],
    [['alerts', 'silence', 'colour=red', '--for', '2h'], /colour/],
    [['alerts', 'silence', 'label=Anna'], /try roamwatch alerts silence --help/],
    [['alerts', 'history', '--limit', '-3'], /--limit/],
    [['init', '--simulator', 'localhost', '--force'], /--simulator takes an address/],
    [['report', 'usage'], /--month/],
    [['report', 'usage', '--month', '2026-13'], /2026-13/],
    [['report', 'usage', '--month', '2026-01', '--from', '2026-01-01'], /either/],
    [['report', 'usage', '--from', '2026-02-01', '--to', '2026-01-01'], /2026/],
    [['report', 'usage', '--month', '2026-01', '--profile', 'word'], /plain, excel/],
    [['explain'], /missing eSIM. Usage: roamwatch explain <which>/],
    [['explain', '1', '--iccid', '1'], /specify the eSIM once/],
    [['db', 'forget', '--yes'], /missing eSIM. Usage: roamwatch db forget <which>/],
    [['poll', '--log-level', 'loud'], /trace, debug/],
    [['poll', '--log-format', 'xml'], /auto, json, pretty/],
    [['simulator', '--port', 'http'], /port/],
    [['simulator', '--size', '-1'], /size/],
    [['simulator', '--allowance-unit', 'TB'], /allowance/],
    [['simulator', '--start', 'soon'], /soon/],
    [['notify', 'test', 'nobody'], /nobody/],
  ])('%j exits 2 and says what to do', async (args, says) => {
    const env = { ROAMIFY_API_TOKEN: 'x', ROAMWATCH_CONFIG: join(cwd, 'roamwatch.yaml') };
    const ended = await invoke(args, env);
    expectExplained(ended, 2);
    expect(ended.stderr).toMatch(says);
  });
});

test.each([
  [['poll']],
  [['run']],
  [['check']],
  [['check', '--online']],
  [['alerts']],
  [['alerts', 'history']],
  [['explain', '8944000000000000001']],
  [['notify', 'test', 'ops']],
  [['report', 'usage', '--month', '2026-01']],
])('%j without a configuration exits 2 and points to init', async (args) => {
  const ended = await run(args, { cwd: folder() });
  expectExplained(ended, 2);
  expect(ended.stderr).toContain('roamwatch init');
});

describe('a database that cannot be used', () => {
  const damages: Readonly<Record<string, (file: string) => void>> = {
    'is no database': (file) => writeFileSync(file, 'Dear diary, '.repeat(500)),
    'is another program’s': (file) =>
      writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 60), Buffer.alloc(8192, 7)])),
    'is cut short': (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000)),
  };

  test.each(Object.entries(damages))(
    'because it %s exits 1 and says which and what to do',
    async (_name, damage) => {
      const { api, site } = await scene();
      api.add();
      expect((await run(['poll', '--config', site.configFile])).code).toBe(0);
      damage(site.database);
      for (const command of [['alerts'], ['run']]) {
        const ended = await run([...command, '--config', site.configFile]);
        expectExplained(ended, 1);
        expect(ended.stderr).toContain(site.database);
      }
    },
  );

  test('because its folder cannot be made exits 1 and names it', async () => {
    const { site } = await scene({ config: { database: 'sqlite:./roamwatch.yaml/below/roamwatch.db' } });
    const ended = await run(['poll', '--config', site.configFile]);
    expectExplained(ended, 1);
    expect(ended.stderr).toContain('roamwatch.yaml/below');
  });
});

test('init writes a configuration that loads, and never over one that is there', async () => {
  const cwd = await initialised();
  const written = readFileSync(join(cwd, 'roamwatch.yaml'), 'utf8');
  const again = await run(['init'], { cwd });
  expectExplained(again, 2);
  expect(again.stderr).toContain('--force');
  expect(readFileSync(join(cwd, 'roamwatch.yaml'), 'utf8')).toBe(written);

  expect((await run(['init', '--force'], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, 'roamwatch.yaml'), 'utf8')).not.toBe(written);
});

test('init in a folder that cannot be written exits 2', async () => {
  const cwd = folder();
  const ended = await run(['--config', join(cwd, 'nowhere', 'roamwatch.yaml'), 'init'], { cwd });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/nowhere.*its folder does not exist; create it first/);
  const inFolder = await run(['--config', cwd, 'init', '--force'], { cwd });
  expect([inFolder.code, inFolder.stderr]).toEqual([
    2,
    expect.stringMatching(/it is a folder; specify a file/),
  ]);
});

test('the configuration that init wrote for the simulator is valid, before there is a database and without secrets', async () => {
  const cwd = await initialised();
  const checked = await run(['check', '--json'], { cwd, env: { ROAMIFY_API_TOKEN: 'x' } });
  expect(checked.stderr).toBe('');
  expect(JSON.parse(checked.stdout)).toEqual(
    expect.arrayContaining([expect.objectContaining({ item: 'configuration' })]),
  );
});

test('before the first poll nothing reads as an all-clear, in words and as JSON', async () => {
  const cwd = await initialised();
  for (const command of [['alerts'], ['alerts', 'history'], ['fleet'], ['status']]) {
    const { code, stdout, stderr } = await run(command, { cwd });
    expect([command, code, stderr]).toEqual([command, 0, '']);
    expect(stdout).toContain('Never polled');
    expect(stdout).not.toMatch(/No alert is open|0 critical|has no eSIMs|No alert has opened/);
  }
  const failing = await run(['alerts', '--json', '--fail-on', 'critical'], { cwd });
  expect([failing.code, JSON.parse(failing.stdout)]).toEqual([1, []]);
  expect(failing.stderr).toMatch(/not current/);
  expect(JSON.parse((await run(['alerts', '--json'], { cwd })).stdout)).toEqual([]);
  expect(JSON.parse((await run(['alerts', 'history', '--json'], { cwd })).stdout)).toEqual([]);
  expect(existsSync(join(cwd, 'roamwatch.yaml'))).toBe(true);
  expect((await run(['alerts', 'ack', '1'], { cwd })).code).toBe(2);
  for (const kind of REPORT_KINDS) {
    const report = await run(['report', kind, '--month', '2026-01'], { cwd });
    expect(report).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^schema_version,.*\r\n$/),
      stderr: [
        'roamwatch: preliminary, without any data. Run: roamwatch poll',
        'roamwatch: note: never polled: no poll has succeeded yet',
        '',
      ].join('\n'),
    });
  }
  const closings = await run(['report', 'closings'], { cwd });
  expect(closings.stdout).toContain('no poll has succeeded since it was due');
  expect(closings.stdout).not.toContain('close it manually');
  const unknown = await run(['explain', '4711'], { cwd });
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no poll has succeeded yet')]);
});

test('alerts are listed, acknowledged and silenced, and every --json can be read', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 50 });
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run([...args, '--json', '--config', site.configFile]);
    expect([args, code, stderr]).toEqual([args, 0, '']);
    return JSON.parse(stdout);
  };
  await json('poll');

  expect(await json('alerts')).toMatchObject([
    {
      id: 1,
      severity: 'critical',
      rule: 'low-data',
      iccid: esim.iccid,
      acknowledged: null,
      timesNotified: 1,
    },
  ]);
  expect(await json('alerts', 'ack', '1', '--comment', 'on it')).toEqual({ acknowledged: [1] });
  expect(await json('alerts', 'silence', 'severity=warning', '--for', '2h')).toMatchObject({
    id: 1,
    covered: 0,
  });
  expect(await json('alerts', 'silences')).toMatchObject([{ matcher: 'severity=warning', active: true }]);
  expect(await json('alerts', 'unsilence', '1')).toEqual({ ended: 1 });
  expect(await json('alerts', 'history')).toMatchObject([{ change: 'acknowledged' }, { change: 'opened' }]);
  expect(await json('explain', esim.iccid)).toBeTruthy();
  expect(await json('check')).toBeInstanceOf(Array);

  const words = await run(['alerts', '--config', site.configFile]);
  expect(words.stdout).toMatch(/critical \(ack\)/);
  const silence = async (matcher: string) =>
    (await run(['alerts', 'silence', matcher, '--for', '2h', '--config', site.configFile])).stdout;
  expect(await silence('label=Nobody')).toMatch(/Open alerts it covers: none of 1\.$/m);
  expect(await silence('rule=low-data')).toMatch(/Open alerts it covers: 1 of 1\.$/m);
});

test('inventory shows how the file fits the fleet, and before the first poll that no fleet is known', async () => {
  const { api, site } = await scene({
    inventory: 'iccid,label\n8944000000000000001,Anna\n8944000000000000009,Bert\n',
  });
  api.add();
  const inventory = (...args: string[]) => run(['inventory', ...args, '--config', site.configFile]);
  expect((await inventory()).stdout).toContain('Never polled: nothing is known of any eSIM');

  await site.poll();
  const check = await inventory('check');
  expect([check.code, check.stdout]).toEqual([
    1,
    expect.stringMatching(/matching eSIM\nICCID\n8944000000000000009\n/),
  ]);
  expect(check.stdout).not.toMatch(/No eSIM is known|0001/);
});

test('inventory check reads the file as it is, and imports nothing', async () => {
  const { api, site } = await scene({ inventory: 'iccid,label\n8944000000000000001,Anna\n' });
  api.add();
  await site.poll();
  site.write('inventory.csv', 'iccid,label\n8944000000000000001,Ben\n8944000000000000009,Carl\n');
  const inventory = (...args: string[]) => run(['inventory', ...args, '--config', site.configFile]);
  const { store } = await site.context;
  const stored = async () =>
    (await store.pages.inventory({ search: '', seesAddresses: true, after: null, limit: 9 })).rows.map(
      ({ label }) => label,
    );

  expect(await inventory('check')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('8944000000000000009'),
  });
  expect(await stored()).toEqual(['Anna']);
  expect((await inventory()).stdout).toMatch(/^Entries +2$/m);
  expect(await stored()).toEqual(['Ben', 'Carl']);
});

test('a reader that leaves early is nobody’s failure', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 300; index++) {
    api.add({
      remaining: 50,
      days: Array.from({ length: 28 }, (_, day) => ({
        date: `202602${String(day + 1).padStart(2, '0')}`,
        usage: 7,
      })),
    });
  }
  await run(['poll', '--config', site.configFile]);
  const program = fileURLToPath(new URL('../bin/roamwatch.js', import.meta.url));
  const piped = (args: string) =>
    promisify(execFile)('bash', [
      '-c',
      `set -o pipefail; "${process.execPath}" "${program}" ${args} --config "${site.configFile}" | head -1`,
    ]).catch((error: { stdout: string; stderr: string }) => error);

  for (const args of [
    'report usage --month 2026-02',
    'alerts',
    'alerts --json',
    'fleet',
    'alerts history --limit 1000',
  ]) {
    const { stdout, stderr } = await piped(args);
    expect([args, stderr]).toEqual([args, '']);
    expect(stdout.split('\n')).toHaveLength(2);
  }
});

test('a token file that is missing exits 2 and names it, and so does none at all', async () => {
  const { site } = await scene();
  rmSync(join(site.folder, 'token'));
  const missing = await run(['poll', '--config', site.configFile]);
  expectExplained(missing, 2);
  expect(missing.stderr).toContain('token');

  const cwd = folder();
  writeFileSync(join(cwd, 'roamwatch.yaml'), 'timeZone: UTC\n');
  const none = await run(['poll'], { cwd });
  expectExplained(none, 2);
  expect(none.stderr).toContain('ROAMIFY_API_TOKEN');
});
