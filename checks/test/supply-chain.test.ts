import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));
const hasPnpm = spawnSync('pnpm', ['--version']).status === 0;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Licences that require no more than passing on their text, and those of tools that never leave this machine. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT/X11',
  'Python-2.0',
  'Unlicense',
]);
/** Tools of the tests, as they are: vitest brings the first, the page is checked with the second. */
const TOOLS = /^(lightningcss|axe-core)/;

const manifests: readonly Manifest[] = [
  '.',
  'bench',
  'checks',
  'spec',
  ...inside('packages'),
  ...inside('apps'),
].map((folder) => JSON.parse(readFileSync(join(WORKSPACE, folder, 'package.json'), 'utf8')) as Manifest);

function inside(folder: string): readonly string[] {
  return readdirSync(join(WORKSPACE, folder)).map((name) => join(folder, name));
}

/** Name and range of everything that comes from a registry. */
function fromOthers(manifest: Manifest): readonly (readonly [string, string])[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const own = new Set(manifests.map(({ name }) => name));
  const named = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return named.filter(([name]) => !own.has(name));
}

describe('dependencies', () => {
  test('each has its line in CONTRIBUTING, and each line its dependency', () => {
    const contributing = readFileSync(join(WORKSPACE, 'CONTRIBUTING.md'), 'utf8');
    const [, section = ''] = /\n## Dependencies\n(.*?)\n## /s.exec(contributing) ?? [];
    const explained = [...section.matchAll(/^\| (?!package |-)([^|]+?) +\|/gm)].flatMap(([, names = '']) =>
      names.split(', '),
    );
    const used = new Set(manifests.flatMap(fromOthers).map(([name]) => name));
    expect([...explained].sort()).toEqual([...used].sort());
  });

  test('one range each, wherever it is named; only the compiler is there twice', () => {
    const workspace = parse(readFileSync(join(WORKSPACE, 'pnpm-workspace.yaml'), 'utf8')) as {
      readonly catalog: Readonly<Record<string, string>>;
    };
    const ranges = new Map<string, Set<string>>();
    for (const [name, range] of manifests.flatMap(fromOthers)) {
      const resolved = range === 'catalog:' ? (workspace.catalog[name] ?? range) : range;
      ranges.set(name, (ranges.get(name) ?? new Set()).add(resolved));
    }
    const several = [...ranges].filter(([, found]) => found.size > 1).map(([name]) => name);
    expect(several).toEqual(['typescript']);
  });

  test('published packages name only ranges that npm can read, and the versions of this workspace', () => {
    const [core, client, program] = ['@roamwatch/core', '@roamwatch/client', 'roamwatch'].map((name) =>
      manifests.find((manifest) => manifest.name === name),
    );
    for (const manifest of [core, client, program]) {
      expect(JSON.stringify(manifest?.dependencies ?? {})).not.toMatch(/workspace:|catalog:/);
    }
    expect(client?.dependencies?.['@roamwatch/core']).toBe(core?.version);
  });
});

describe.skipIf(!hasPnpm)('licences', () => {
  test('of everything that is installed', () => {
    const listed = execFileSync('pnpm', ['licenses', 'list', '--json'], { cwd: WORKSPACE, encoding: 'utf8' });
    const packages = Object.entries(
      JSON.parse(listed) as Record<string, readonly { readonly name: string }[]>,
    );
    expect(packages.length).toBeGreaterThan(3);
    const refused = packages
      .filter(([licence]) => !allowed(licence))
      .flatMap(([licence, found]) => found.map(({ name }) => `${name}: ${licence}`))
      .filter((text) => !TOOLS.test(text));
    expect(refused).toEqual([]);
  });
});

/** `(MIT OR WTFPL)`: one of them is enough. */
function allowed(expression: string): boolean {
  return expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((licence) => ALLOWED.has(licence));
}
