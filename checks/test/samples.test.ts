import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));

/** A package whose samples only another package can import. */
const READ_FROM: Readonly<Record<string, string>> = { 'apps/daemon': 'apps/demo' };

test('every TypeScript sample of a README compiles', () => {
  const samples = folders().flatMap((folder) => writeSamples(folder));
  expect(samples.length).toBeGreaterThan(10);
  const project = join(scratch('checks'), 'tsconfig.json');
  // A sample shows how something is called, and need not use what it gets.
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  writeFileSync(
    project,
    JSON.stringify({ extends: join(WORKSPACE, 'tsconfig.tests.json'), compilerOptions, include: [], files: samples }),
  );
  const tsc = join(WORKSPACE, 'node_modules/.bin/tsc');
  expect(spawnSync(tsc, ['-p', project], { cwd: WORKSPACE, encoding: 'utf8' }).stdout).toBe('');
});

function folders(): readonly string[] {
  const all = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(WORKSPACE, group)).map((name) => `${group}/${name}`),
  );
  return all.filter((folder) => existsSync(join(WORKSPACE, folder, 'README.md')));
}

/** Writes the samples of a README to where their imports resolve. */
function writeSamples(folder: string): readonly string[] {
  const readme = readFileSync(join(WORKSPACE, folder, 'README.md'), 'utf8');
  const codes = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  const target = codes.length > 0 ? scratch(READ_FROM[folder] ?? folder) : '';
  return codes.map((code, index) => {
    const file = join(target, `${folder.replace('/', '-')}-${index}.ts`);
    writeFileSync(file, /^(im|ex)port /m.test(code) ? code : `${code}\nexport {};\n`);
    return file;
  });
}

function scratch(folder: string): string {
  const path = join(WORKSPACE, folder, '.vitest/samples');
  mkdirSync(path, { recursive: true });
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
