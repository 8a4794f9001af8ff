import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(WORKSPACE, 'checks/.vitest/samples');

test('every TypeScript sample of a README compiles', () => {
  onTestFinished(() => rmSync(FOLDER, { recursive: true, force: true }));
  const samples = folders().flatMap((folder) => {
    link(folder);
    return writeSamples(folder);
  });
  expect(samples.length).toBeGreaterThan(10);
  writeFileSync(
    join(FOLDER, 'tsconfig.json'),
    JSON.stringify({
      extends: join(WORKSPACE, 'tsconfig.tests.json'),
      // A sample shows how something is called, and need not use what it gets.
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: samples,
    }),
  );
  const tsc = join(WORKSPACE, 'node_modules/.bin/tsc');
  expect(spawnSync(tsc, ['-p', FOLDER], { cwd: FOLDER, encoding: 'utf8' }).stdout).toBe('');
});

/** Packages and apps that have a README. */
function folders(): readonly string[] {
  const all = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(WORKSPACE, group)).map((name) => `${group}/${name}`),
  );
  return all.filter((folder) => existsSync(join(WORKSPACE, folder, 'README.md')));
}

/** Installs a package beside the samples, so that they import it as its users do. */
function link(folder: string): void {
  const { name } = JSON.parse(readFileSync(join(WORKSPACE, folder, 'package.json'), 'utf8')) as {
    name: string;
  };
  mkdirSync(join(FOLDER, 'node_modules/@roamwatch'), { recursive: true });
  symlinkSync(join(WORKSPACE, folder), join(FOLDER, 'node_modules', name), 'junction');
}

/** The names of the files with the samples of a package's README. */
function writeSamples(folder: string): readonly string[] {
  const readme = readFileSync(join(WORKSPACE, folder, 'README.md'), 'utf8');
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ''], index) => {
    const file = `${folder.replace('/', '-')}-${index}.ts`;
    writeFileSync(join(FOLDER, file), code);
    return file;
  });
}
