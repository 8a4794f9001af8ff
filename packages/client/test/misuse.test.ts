import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, expectTypeOf, test } from 'vitest';
import { parse } from 'yaml';
import type { operations as Spec } from '../src/generated/roamify.js';
import type { operations as LaterSpec } from '../src/generated/roamify-later.js';

const PACKAGE = fileURLToPath(new URL('../', import.meta.url));
const MISUSE = readFileSync(new URL('misuse.ts', import.meta.url), 'utf8');
const MARK = /@ts-expect-error (\w+):/;

interface Document {
  readonly paths: Record<string, Record<string, { readonly operationId: string }>>;
}

function operationsOf(file: string): readonly string[] {
  const url = new URL(`../../../spec/${file}`, import.meta.url);
  const { paths } = parse(readFileSync(url, 'utf8')) as Document;
  return Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
}

test('each operation of both documents is misused', () => {
  const misused = MISUSE.split('\n').flatMap((line) => MARK.exec(line)?.[1] ?? []);
  const documented = ['roamify.openapi.yaml', 'roamify-later.openapi.yaml'].flatMap(operationsOf);
  expect(documented.length).toBeGreaterThan(10);
  expect([...new Set(misused)].sort()).toEqual([...documented].sort());
});

test('the compiler refuses each misuse: without the marks every line after one is an error', () => {
  const folder = `${PACKAGE}.vitest/misuse`;
  mkdirSync(folder, { recursive: true });
  const unmarked = MISUSE.replaceAll('@ts-expect-error', '').replaceAll("'../src/", "'../../src/");
  writeFileSync(`${folder}/misuse.ts`, unmarked);
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({ extends: '../../../../tsconfig.tests.json', include: ['misuse.ts'] }),
  );
  const { stdout } = spawnSync(process.execPath, [compiler(), '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const refused = [...stdout.matchAll(/^misuse\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  const expected = MISUSE.split('\n').flatMap((line, index) => (MARK.test(line) ? [index + 2] : []));
  expect(expected.length).toBeGreaterThan(20);
  expect([...new Set(refused)]).toEqual(expected);
});

function compiler(): string {
  return fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
}

/** True where a type, or any part of it, is `unknown` or `any`: a misuse of it would compile. */
type Degrades<T> = unknown extends T
  ? true
  : T extends readonly (infer Entry)[]
    ? Degrades<Entry>
    : T extends object
      ? true extends { [Name in keyof T]-?: Degrades<Exclude<T[Name], undefined>> }[keyof T]
        ? true
        : false
      : false;

/** Everything an operation sends and answers. Headers are left out: they may have any others. */
type BodiesOf<Operations> = {
  [Id in keyof Operations]: Operations[Id] extends {
    parameters: { query?: infer Query };
    responses: infer Responses;
  }
    ? {
        query: Query extends object ? Query : 'none';
        body: Operations[Id] extends { requestBody: { content: infer Body } } ? Body : 'none';
        answers: { [Status in keyof Responses]: Omit<Responses[Status], 'headers'> };
      }
    : unknown;
};

test('nothing in the generated types is unknown', () => {
  expectTypeOf<Degrades<{ a: readonly { b?: unknown }[] }>>().toEqualTypeOf<true>();
  expectTypeOf<Degrades<{ a: string | null; b: { c: number }[] }>>().toEqualTypeOf<false>();
  expectTypeOf<Degrades<BodiesOf<Spec>>>().toEqualTypeOf<false>();
  expectTypeOf<Degrades<BodiesOf<LaterSpec>>>().toEqualTypeOf<false>();
});
