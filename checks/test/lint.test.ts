import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));
const tool = (name: string) => join(WORKSPACE, 'node_modules/.bin', name);

describe('promises', () => {
  test.each([
    ['a promise that nobody waits for', 'save();', 'no-floating-promises'],
    ['one whose method is called in passing', 'store.save();', 'no-floating-promises'],
    [
      'forEach, which waits for nothing',
      '[1].forEach(async () => { await save(); });',
      'no-misused-promises',
    ],
    [
      'a listener that is async',
      "process.once('exit', async () => { await save(); });",
      'no-misused-promises',
    ],
    ['a condition that is always true', 'if (save()) store.count();', 'no-misused-promises'],
  ])('%s is caught', (_, statement, rule) => {
    const { status, output } = oxlint(statement);
    expect(output).toContain(`typescript(${rule})`);
    expect(status).toBe(1);
  });

  test('one that is awaited is not', () => {
    expect(oxlint('await save();\nstore.count();')).toMatchObject({ status: 0 });
  });
});

describe('import circles', () => {
  test.each([
    [
      'values',
      "import { b } from './b.js';\nexport const a = () => b;",
      "import { a } from './a.js';\nexport const b = a;",
    ],
    [
      'types alone',
      "import type { B } from './b.js';\nexport interface A {\n  b: B;\n}",
      "import { type A } from './a.js';\nexport interface B {\n  a: A;\n}",
    ],
    [
      'what is passed on',
      "export type { B } from './b.js';\nexport const a = 1;",
      "import { a } from './a.js';\nexport type B = typeof a;",
    ],
    [
      'what is loaded later',
      "export const a = () => import('./b.js');",
      "import type { a } from './a.js';\nexport type B = typeof a;",
    ],
  ])('one of %s is caught', (_, a, b) => {
    const { status, output } = circlesIn({ 'a.ts': a, 'b.ts': b });
    expect(output).toContain('a.ts:1');
    expect(output).toContain('noImportCycles');
    expect(status).toBe(1);
  });

  test('one over three files is caught, with the way it takes', () => {
    const { output } = circlesIn({
      'a.ts': "import type { B } from './b.js';\nexport type A = B | 1;",
      'b.ts': "import type { C } from './c.js';\nexport type B = C;",
      'c.ts': "import type { A } from './a.js';\nexport type C = A[];",
    });
    expect(output).toMatch(/imports c\.ts[\s\S]*is the file we're importing from/);
  });

  test('imports in one direction are none', () => {
    const files = {
      'a.ts': "import { b } from './b.js';\nexport const a = b;",
      'b.ts': 'export const b = 1;',
    };
    expect(circlesIn(files)).toMatchObject({ status: 0 });
  });

  test('a type that is imported inline is refused, because no circle is looked for through it', () => {
    const { status, output } = oxlint("export type Later = import('./planted.js').Later[];");
    expect(output).toContain('typescript(consistent-type-imports)');
    expect(status).toBe(1);
  });
});

const SURROUNDINGS = `
declare function save(): Promise<boolean>;
declare const store: { save(): Promise<void>; count(): number };
declare const process: { once(event: 'exit', listener: (code: number) => void): void };
`;

function oxlint(statements: string) {
  const folder = folderWith({
    'planted.ts': `${SURROUNDINGS}\n${statements}\nexport {};\n`,
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "target": "ES2023", "module": "NodeNext", "types": [] } }',
    'package.json': '{ "type": "module" }',
  });
  return run(folder, 'oxlint', ['--config', join(WORKSPACE, '.oxlintrc.json'), '--deny-warnings', '.']);
}

/** With the rules of this workspace, without what names its folders. */
function circlesIn(files: Readonly<Record<string, string>>) {
  const rules = JSON.parse(readFileSync(join(WORKSPACE, 'biome.json'), 'utf8')) as object;
  const folder = folderWith({
    ...files,
    'package.json': '{ "type": "module" }',
    'biome.json': JSON.stringify({ ...rules, vcs: { enabled: false }, overrides: [] }),
  });
  return run(folder, 'biome', ['lint', '--only=suspicious/noImportCycles', '--error-on-warnings', '.']);
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function run(cwd: string, name: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(tool(name), args, { cwd, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
