import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { on, once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/', import.meta.url));

/** A Node outside this workspace that is too old for the program; null on a machine without one. */
const OLD_NODE = findOldNode();
/** Starts the program as such a Node does; on a machine without one, by the file that it would come to. */
const [NODE, SCRIPT] =
  OLD_NODE === null ? [process.execPath, join(BIN, 'hand-over.js')] : [OLD_NODE, join(BIN, 'roamwatch.js')];

function findOldNode(): string | null {
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  for (const folder of folders) {
    const { stdout } = spawnSync(join(folder, 'node'), ['-p', 'process.versions.napi'], { encoding: 'utf8' });
    if (Number(stdout || Number.NaN) < 10) return join(folder, 'node');
  }
  return null;
}

/** `script` of util-linux runs a command in a pseudo-terminal. */
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roamwatch-launcher-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: readonly string[]) {
  return spawnSync(NODE, [SCRIPT, ...args], { encoding: 'utf8', cwd: folder });
}

/** The sandbox API, which runs until it is ended; resolves once it listens. */
async function startSandbox(): Promise<{ readonly launcher: ChildProcess; readonly program: number }> {
  const launcher = spawn(NODE, [SCRIPT, 'simulator', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(launcher);
  await Promise.race([listens(launcher.stdout), listens(launcher.stderr)]);
  return { launcher, program: childOf(launcher.pid ?? 0) };
}

/** The shell in between may print its own lines first. */
async function listens(output: Readable): Promise<void> {
  let text = '';
  for await (const [chunk] of on(output, 'data')) {
    text += chunk;
    if (text.includes('http://')) return;
  }
}

function childOf(parent: number): number {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const lines = processes.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return lines.find(([, ppid]) => ppid === parent)?.[0] ?? 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('started by a Node that is too old', () => {
  test('the program runs under the Node of the checkout, with its output and exit code', () => {
    const version = run('--version');
    expect({ status: version.status, stdout: version.stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const mistake = run('poll', '--no-such-flag');
    expect(mistake.status).toBe(2);
    expect(mistake.stderr).toContain('--no-such-flag');
    expect(mistake.stderr).not.toMatch(/^\s+at /m);
  });

  test('a signal reaches the program, and the launcher ends as it does', async () => {
    const { launcher, program } = await startSandbox();
    expect(isAlive(program)).toBe(true);
    launcher.kill('SIGTERM');
    const [code] = await once(launcher, 'exit');
    expect({ code, alive: isAlive(program) }).toEqual({ code: 0, alive: false });
  });

  test('killed by SIGKILL, it takes the program with it', async () => {
    const { launcher, program } = await startSandbox();
    expect(isAlive(program)).toBe(true);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    for (let waited = 0; waited < 10_000 && isAlive(program); waited += 50) await sleep(50);
    expect(isAlive(program)).toBe(false);
  });

  test('when the program is killed, the launcher ends by the same signal', async () => {
    const { launcher, program } = await startSandbox();
    process.kill(program, 'SIGKILL');
    expect(await once(launcher, 'exit')).toEqual([null, 'SIGKILL']);
  });

  // A second SIGINT would end the program at once, and the terminal has sent it one already.
  test.skipIf(!hasScript)('Ctrl-C on a terminal reaches the program once', async () => {
    // A shell that stayed in between would die of the same Ctrl-C, and its end be taken for the program's.
    const command = ['exec', NODE, SCRIPT, 'simulator', '--port', '0'].join(' ');
    const terminal = spawn('script', ['-qec', command, '/dev/null']);
    started.push(terminal);
    await listens(terminal.stdout);
    terminal.stdin.write('\u0003');
    expect(await once(terminal, 'exit')).toEqual([0, null]);
  });

  test('an installed package without a runtime names the version it needs', () => {
    const bin = join(folder, 'node_modules/roamwatch/bin');
    cpSync(BIN, bin, { recursive: true });
    const { status, stderr } = spawnSync(NODE, [join(bin, SCRIPT.slice(BIN.length)), 'poll'], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^roamwatch: Node\.js 22\.14 or later is needed; this is \d+\.\d+\.\d+ \(.+\)\. Install .+\n$/,
    );
  });
});

test('the oldest Node that is let in is the one that the manifest promises', () => {
  const { engines } = JSON.parse(readFileSync(join(BIN, '../package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const versions = [
    { node: '20.20.2', napi: '9' },
    { node: '22.13.1', napi: '9' },
    { node: '22.14.0', napi: '10' },
    { node: '23.5.0', napi: '9' },
    { node: '26.1.0', napi: '10' },
  ];
  const script = `const { isSupported, OLDEST_NODE } = require(${JSON.stringify(join(BIN, 'supported.js'))});
    console.log(JSON.stringify([OLDEST_NODE, ...${JSON.stringify(versions)}.map(isSupported)]));`;
  const [oldest, ...supported] = JSON.parse(
    execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
  );
  expect(engines.node).toBe(`>=${oldest}.0`);
  expect(supported).toEqual([false, false, true, false, true]);
});

describe('the bundle', () => {
  /** A checkout with a bundle made from what is compiled; each says what it is. */
  function checkout(): {
    readonly record: string;
    module(name: string, source: string): void;
    start(): string;
  } {
    const daemon = join(folder, 'apps/daemon');
    cpSync(BIN, join(daemon, 'bin'), { recursive: true });
    for (const [output, entry] of [
      ['bundle', 'main.cjs'],
      ['dist', 'main.js'],
    ] as const) {
      mkdirSync(join(daemon, output, 'cli'), { recursive: true });
      const main = `exports.main = async () => console.log('${output}');`;
      writeFileSync(join(daemon, output, 'cli', entry), output === 'bundle' ? Module.wrap(main) : main);
    }
    const record = join(daemon, 'dist/.tsbuildinfo');
    writeFileSync(record, 'compiled');
    const hash = createHash('sha256').update('compiled').digest('hex');
    writeFileSync(join(daemon, 'bundle/made-from.json'), JSON.stringify({ 'dist/.tsbuildinfo': hash }));
    const start = () =>
      execFileSync(process.execPath, [join(daemon, 'bin/roamwatch.js')], { encoding: 'utf8' });
    const module = (name: string, source: string) =>
      writeFileSync(join(daemon, 'bundle/cli', name), Module.wrap(source));
    return { record, module, start };
  }

  test('counts while the same is compiled, whatever the times of the files say', () => {
    const { record, start } = checkout();
    const tomorrow = new Date(Date.now() + 86_400_000);
    utimesSync(record, tomorrow, tomorrow);
    expect(start()).toBe('bundle\n');
  });

  test.each([
    ['that of the service', ['--max-semi-space-size=8']],
    ['one from a shell', []],
  ])('comes compiled, for a start such as %s', (_start, flags) => {
    const look = `
      const { setFlags } = require(${JSON.stringify(join(BIN, 'v8-flags.js'))});
      const { loaderOf } = require(${JSON.stringify(join(BIN, 'load-bundle.js'))});
      const accepted = [];
      setFlags();
      loaderOf(${JSON.stringify(join(BIN, '../bundle/cli'))}, (file, script) => accepted.push(!script.cachedDataRejected))('main.cjs');
      console.log(accepted.every(Boolean), accepted.length > 0);`;
    expect(execFileSync(process.execPath, [...flags, '-e', look], { encoding: 'utf8' })).toBe('true true\n');
  });

  test("is loaded without the program's flags, which count before and after", () => {
    const { start, module } = checkout();
    module(
      'flags.cjs',
      `const { Script } = require('node:vm');
      const code = new Script('0').createCachedData();
      let looks = 0;
      // V8 keeps what it has compiled, and would not look at the code again for a source that it knows.
      exports.isUnderFlags = () => new Script(String(++looks), { cachedData: code }).cachedDataRejected;`,
    );
    module(
      'main.cjs',
      `const { isUnderFlags } = require('./flags.cjs');
      const loading = [isUnderFlags()];
      exports.main = async () => {
        const running = isUnderFlags();
        require('./other.cjs');
        console.log(JSON.stringify({ loading, running, after: isUnderFlags() }));
      };`,
    );
    module('other.cjs', '');
    expect(start()).toBe('{"loading":[false],"running":true,"after":true}\n');
  });

  const OURS = [
    '--heap-growing-percent=60',
    '--semi-space-growth-factor=1',
    '--no-allocation-site-pretenuring',
    '--wasm-tiering-budget=130000000',
  ];

  /** What V8 compiles under these flags on the command line, with further ones set afterwards: it accepts it under the same alone. */
  function compiledUnder(given: readonly string[], set: readonly string[]): string {
    const script = `const { setFlagsFromString } = require('node:v8');
      for (const flag of ${JSON.stringify(set)}) setFlagsFromString(flag);
      process.stdout.write(new (require('node:vm').Script)('0').createCachedData().toString('base64'));`;
    return execFileSync(process.execPath, [...given, '-e', script], { encoding: 'utf8' });
  }

  test.each([
    ['--heap-growing-percent=30'],
    ['--heap_growing_percent=30'],
    ['--semi-space-growth-factor=3'],
    ['--allocation-site-pretenuring'],
    ['--noallocation_site_pretenuring'],
    ['--wasm-tiering-budget=1000'],
    ['--max-semi-space-size=4', '--semi-space-growth-factor'],
  ])('is loaded, and runs, under the flags that Node was given: %s', (given, alone = '') => {
    const { module } = checkout();
    const name = (flag: string) => flag.replaceAll('_', '-').replace(/^--(no-?)?|=.*/g, '');
    const others = OURS.filter((flag) => ![name(given), name(alone)].includes(name(flag)));
    const [loading, running] = [compiledUnder([given], []), compiledUnder([given], others)];
    module(
      'main.cjs',
      `const { Script } = require('node:vm');
      let looks = 0;
      // V8 keeps what it has compiled, and would not look at the code again for a source that it knows.
      const accepts = (code) => !new Script(String(++looks), { cachedData: Buffer.from(code, 'base64') }).cachedDataRejected;
      const isLoading = accepts('${loading}');
      exports.main = async () => console.log(isLoading, accepts('${running}'));`,
    );
    const program = join(folder, 'apps/daemon/bin/roamwatch.js');
    expect(execFileSync(process.execPath, [given, program], { encoding: 'utf8' })).toBe('true true\n');
  });

  test('is ASCII, so that it is read as it is', () => {
    const cli = join(BIN, '../bundle/cli');
    const files = readdirSync(cli).filter((name) => name.endsWith('.cjs'));
    expect(files).toContain('main.cjs');
    // Beyond ASCII, the bytes of UTF-8 all have their highest bit set.
    expect(files.filter((name) => readFileSync(join(cli, name)).some((byte) => byte > 0x7f))).toEqual([]);
  });

  test('does not count once something else is compiled', () => {
    const { record, start } = checkout();
    writeFileSync(record, 'compiled again');
    expect(start()).toBe('dist\n');
  });
});
