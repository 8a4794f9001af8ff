import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { components } from '@roamwatch/client/wire';
import { type Simulator, startSimulator } from '@roamwatch/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../../../', import.meta.url));

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bundledDependencies?: readonly string[];
}

/** A package packed by npm, unpacked in an empty folder as npm would install it. */
interface Installed {
  readonly folder: string;
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

/**
 * Packs and unpacks for real. What the package declares to depend on is taken from this workspace instead of the
 * registry, so that no network is needed and SQLite's driver is not compiled again.
 */
function install(name: string, source: string): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-package-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source, stdio: 'ignore' });
  const home = join(folder, 'node_modules', name);
  mkdirSync(home, { recursive: true });
  const { version } = manifestIn(source);
  const tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const manifest = manifestIn(home);
  for (const dependency of Object.keys(manifest.dependencies)) {
    if (manifest.bundledDependencies?.includes(dependency)) continue;
    link(join(source, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
  return { folder, files: files.map((file) => file.replace(/^package\//, '')), manifest };
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(realpathSync(target), path);
}

/** Runs Node in the folder, with nothing of this environment; resolves to what it printed. */
function node(folder: string, ...args: readonly string[]): Promise<string> {
  return nodeWith({}, folder, ...args);
}

async function nodeWith(
  env: Readonly<Record<string, string>>,
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: folder, env })).stdout;
}

/** What the samples of a README read from the environment. */
function reader(): Readonly<Record<string, string>> {
  return { ROAMIFY_URL: api.url, ROAMIFY_API_TOKEN: api.token };
}

/** An eSIM of the simulator whose usage has figures. */
async function meteredIccid(): Promise<string> {
  const answer = await fetch(`${api.url}/api/esims?status=INSTALLED&limit=40`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  const { data } = (await answer.json()) as { data: components['schemas']['Esim'][] };
  return data.find((esim) => esim.withUsageCheck && !esim.data?.isUnlimited)?.iccid ?? '';
}

let api: Simulator;
beforeAll(async () => {
  api = await startSimulator({ size: 40 });
});
afterAll(() => api.close());

describe('the program', () => {
  let program: Installed;
  beforeAll(async () => {
    program = install('roamwatch', join(WORKSPACE, 'apps/daemon'));
    await roamwatch('init', '--simulator', api.url);
  });
  afterAll(() => rmSync(program.folder, { recursive: true, force: true }));

  const roamwatch = (...args: string[]) =>
    node(program.folder, 'node_modules/roamwatch/bin/roamwatch.js', ...args);

  test('polls, and reports what it polled', async () => {
    expect(JSON.parse(await roamwatch('poll', '--json'))).toMatchObject({ listed: 40, failed: 0 });
    const report = await roamwatch('report', 'usage', '--from', '2020-01-01', '--to', '2100-01-01');
    expect(report.split('\r\n')[0]).toMatch(/^schema_version,period,/);
    const [esim] = JSON.parse(await roamwatch('esim', 'list', '--limit', '1', '--json'));
    expect(await roamwatch('explain', esim.iccid)).toContain('low-data');
    const config = readFileSync(join(program.folder, 'roamwatch.yaml'), 'utf8');
    const [, schema = ''] = /\$schema=(.*)/.exec(config) ?? [];
    expect(schema).toContain('node_modules/roamwatch/schema/');
    expect(JSON.parse(readFileSync(schema, 'utf8'))).toHaveProperty('properties.receivers');
  });

  test('polls without the HTTP client that Node brings', async () => {
    writeFileSync(
      join(program.folder, 'list-loaded.cjs'),
      "process.on('exit', () => console.log(process.moduleLoadList.filter((name) => name.includes('/undici'))));",
    );
    const loads = (...args: string[]) => node(program.folder, '--require=./list-loaded.cjs', ...args);
    expect(await loads('-e', 'new Headers()')).toContain('undici');
    const poll = await loads('node_modules/roamwatch/bin/roamwatch.js', 'poll');
    expect(poll).toMatch(/Result +complete.*\n\[\]\n$/s);
  });

  test('every command finds its modules', async () => {
    expect(await roamwatch('completion', 'bash')).toContain('usage-details');
  });

  test('contains everything it needs to run, and nothing of the build', () => {
    expect(folders(program)).toEqual([
      'ALERTS.md',
      'CAPACITY.md',
      'CONFIGURATION.md',
      'DEPLOYMENT.md',
      'INSTALL.md',
      'LICENSE',
      'PRIVACY.md',
      'README.md',
      'REPORTS.md',
      'bin',
      'bundle',
      'ops',
      'package.json',
      'schema',
    ]);
    expectClean(program);
    expect(Object.keys(program.manifest.dependencies)).toEqual(['better-sqlite3', 'i18n-iso-countries']);
  });
});

describe('the client', () => {
  let client: Installed;
  beforeAll(() => {
    client = install('@roamwatch/client', join(WORKSPACE, 'packages/client'));
    link(join(WORKSPACE, 'node_modules/@types/node'), join(client.folder, 'node_modules/@types/node'));
    writeFileSync(join(client.folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(client.folder, { recursive: true, force: true }));

  test('typechecks in the strictest settings, its own declarations too, and runs the samples of its README', async () => {
    const readme = readFileSync(join(client.folder, 'node_modules/@roamwatch/client/README.md'), 'utf8');
    const iccid = await meteredIccid();
    const samples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) =>
      code.replaceAll('894000000000029365', iccid),
    );
    samples.forEach((code, index) => {
      writeFileSync(join(client.folder, `sample-${index}.ts`), code);
    });
    compile(client.folder);
    const printed = await Promise.all(
      samples.map((_, index) => nodeWith(reader(), client.folder, `sample-${index}.js`)),
    );
    expect(printed).toEqual([
      expect.stringMatching(/^\d+ of \d+ left, \d+ days, 0 rejected\n$/),
      expect.stringMatching(/^(\S+ [A-Z]+\n){40}$/),
      expect.stringMatching(/^balance \d rejected\n$/),
      expect.stringMatching(/^to usage 1\nfrom usage 200\n\d+ used\n$/),
    ]);
  });

  test('lists a fleet through its types', async () => {
    writeFileSync(join(client.folder, 'fleet.ts'), FLEET);
    compile(client.folder);
    expect(await node(client.folder, 'fleet.js', api.url, api.token)).toBe('40 of them, complete: true\n');
  });

  test('contains everything it needs to run, and nothing of the build', () => {
    expect(folders(client)).toEqual(['LICENSE', 'README.md', 'dist', 'node_modules', 'package.json']);
    expectClean(client);
  });
});

describe('the simulator', () => {
  let simulator: Installed;
  beforeAll(() => {
    simulator = install('@roamwatch/simulator', join(WORKSPACE, 'packages/simulator'));
    link(join(WORKSPACE, 'node_modules/@types/node'), join(simulator.folder, 'node_modules/@types/node'));
    writeFileSync(join(simulator.folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(simulator.folder, { recursive: true, force: true }));

  test('typechecks in the strictest settings, its own declarations too, and runs the sample of its README', async () => {
    const readme = readFileSync(
      join(simulator.folder, 'node_modules/@roamwatch/simulator/README.md'),
      'utf8',
    );
    const [, code = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    writeFileSync(join(simulator.folder, 'sample.ts'), code);
    compile(simulator.folder);
    expect(await node(simulator.folder, 'sample.js')).toMatch(/^300\n(\d+|null)\n$/);
  });

  test('runs as a command, with the recipes and scripts of its README', async () => {
    const command = 'node_modules/@roamwatch/simulator/bin/roamwatch-simulator.js';
    expect(await node(simulator.folder, command, '--version')).toBe(`${simulator.manifest.version}\n`);
    const script = await node(simulator.folder, command, '--show-recipe', 'outage');
    writeFileSync(join(simulator.folder, 'outage.yaml'), script.replace('size: 60', 'sise: 60'));
    await expect(node(simulator.folder, command, '--script', 'outage.yaml')).rejects.toMatchObject({
      code: 2,
      stderr: 'outage.yaml:3:12: options.sise: unknown key; did you mean "size"?\n',
    });
  });

  test('contains everything it needs to run, and nothing of the build', () => {
    expect(folders(simulator)).toEqual([
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'node_modules',
      'package.json',
    ]);
    expectClean(simulator);
    const { dependencies, bundledDependencies = [] } = simulator.manifest;
    const installed = Object.keys(dependencies).filter((name) => !bundledDependencies.includes(name));
    expect(installed).toEqual(['commander', 'fastest-levenshtein', 'yaml', 'zod']);
  });
});

const FLEET = `
import { createRoamifyClient, listFleet, type RoamifyClient } from '@roamwatch/client';
import type { components } from '@roamwatch/client/wire';

const [, , baseUrl = '', token = ''] = process.argv;
const client: RoamifyClient = createRoamifyClient({ baseUrl, token });
const iccids = new Set<string | null>();
const listing = listFleet(client, { remembered: new Map() });
let step = await listing.next();
for (; !step.done; step = await listing.next()) for (const esim of step.value.esims) iccids.add(esim.esimId);
console.log(\`\${iccids.size} of them, complete: \${step.value.complete}\`);
await client.close();
export type Wire = components['schemas'];
// @ts-expect-error a call without an ICCID is no call
export const wrong = () => client.usage();
`;

function compile(folder: string): void {
  const settings = {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023'],
      module: 'NodeNext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
    },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const tsc = join(WORKSPACE, 'node_modules/typescript/bin/tsc');
  expect(spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })).toMatchObject({
    stdout: '',
    status: 0,
  });
}

function folders({ files }: Installed): readonly string[] {
  return [...new Set(files.map((file) => file.split('/')[0] ?? ''))].sort();
}

/** No sources, tests, maps or build records; nothing that only this workspace understands. */
function expectClean({ files, manifest }: Installed): void {
  expect(files.filter((file) => /\.test\.|\/src\/|\.map$|tsbuildinfo|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  expect(JSON.stringify(manifest.dependencies)).not.toMatch(/workspace:|catalog:|file:|link:/);
}
