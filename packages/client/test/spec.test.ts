import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const SPEC = new URL('../../../spec/', import.meta.url);

interface Media {
  readonly schema: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Response {
  readonly $ref?: string;
  readonly content?: { readonly 'application/json'?: Media };
}
interface Document {
  readonly info: { readonly description: string };
  readonly paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, Response> }>
  >;
  readonly components: { responses: Record<string, Response>; schemas: Record<string, unknown> };
}

const FILES = ['roamify.openapi.yaml', 'roamify-later.openapi.yaml'] as const;

const documents = FILES.map((file): [string, Document] => [
  file,
  parse(readFileSync(new URL(file, SPEC), 'utf8')),
]);
const ajv = new Ajv2020({ strict: false });
for (const [file, document] of documents) ajv.addSchema(document, file);

/** Of a schema of a document, which may refer to the other one. */
function validator(file: string, schema: unknown): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${file}#/`)));
}

function examplesOf(file: string, where: string, response: Response) {
  const media = response.content?.['application/json'];
  return Object.entries(media?.examples ?? {}).map(([name, { value }]) => ({
    file,
    where,
    name,
    value,
    schema: media?.schema,
  }));
}

const examples = documents.flatMap(([file, { paths, components }]) => [
  ...Object.values(paths).flatMap((path) =>
    Object.values(path).flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, response]) =>
        examplesOf(file, `${operationId} ${status}`, response),
      ),
    ),
  ),
  ...Object.entries(components.responses).flatMap(([name, response]) => examplesOf(file, name, response)),
]);
/** Those of the vendor's page. */
const seeded = examples.filter(({ file }) => file === 'roamify.openapi.yaml');

test.each(examples)('$file, $where: $name validates against its schema', ({ file, value, schema }) => {
  const validate = validator(file, schema);
  validate(value);
  expect(validate.errors).toBeNull();
});

test('every operation has a successful example', () => {
  const succeeding = seeded.filter(({ value }) => Object(value).status === 'success');
  const operations = documents.flatMap(([file, { paths }]) =>
    file === 'roamify.openapi.yaml' ? Object.values(paths).flatMap((path) => Object.values(path)) : [],
  );
  expect(operations).toHaveLength(7);
  expect(new Set(succeeding.map(({ where }) => where)).size).toBe(operations.length);
});

test('examples are inline, so that every tool serves them, and the payload files are the same', () => {
  for (const file of FILES) expect(readFileSync(new URL(file, SPEC), 'utf8')).not.toContain('externalValue');
  const files = readdirSync(new URL('examples/', SPEC)).map((file): unknown =>
    JSON.parse(readFileSync(new URL(`examples/${file}`, SPEC), 'utf8')),
  );
  for (const { value } of seeded) expect(files).toContainEqual(value);
  for (const file of files) expect(seeded.map(({ value }) => value)).toContainEqual(file);
});

test('unknown fields and statuses are allowed, a missing figure is not', () => {
  const validate = validator('roamify.openapi.yaml', { $ref: '#/components/schemas/UsageSuccess' });
  const usage = { iccid: '1', status: 'DORMANT', allowedData: -1, remainingData: 0, colour: 'red' };
  expect(validate({ status: 'success', data: usage, page: 1 })).toBe(true);
  expect(validate({ status: 'success', data: { ...usage, allowedData: undefined } })).toBe(false);
});

test('the later operations are apart from the eight, and marked as not part of the contract', () => {
  const [[, contract], [, later]] = documents as [(typeof documents)[0], (typeof documents)[0]];
  expect(Object.keys(contract.paths).filter((path) => path in later.paths)).toEqual([]);
  expect(later.info.description).toMatch(/^\*\*Not part of the contract/);
});
