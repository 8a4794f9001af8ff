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
  readonly paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, Response> }>
  >;
  readonly components: { responses: Record<string, Response>; schemas: Record<string, unknown> };
}

const document: Document = parse(readFileSync(new URL('roamify.openapi.yaml', SPEC), 'utf8'));
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

function validator(schema: unknown): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['components'] });
  return ajv.compile({ ...Object(schema), components: { schemas: document.components.schemas } });
}

function examplesOf(where: string, response: Response) {
  const media = response.content?.['application/json'];
  return Object.entries(media?.examples ?? {}).map(([name, { value }]) => ({
    where,
    name,
    value,
    schema: media?.schema,
  }));
}

const examples = [
  ...operations.flatMap((operation) =>
    Object.entries(operation.responses).flatMap(([status, response]) =>
      examplesOf(`${operation.operationId} ${status}`, response),
    ),
  ),
  ...Object.entries(document.components.responses).flatMap(([name, response]) => examplesOf(name, response)),
];

test.each(examples)('$where: $name validates against its schema', ({ value, schema }) => {
  const validate = validator(schema);
  validate(value);
  expect(validate.errors).toBeNull();
});

test('every operation has a successful example', () => {
  const succeeding = examples.filter(({ value }) => Object(value).status === 'success');
  expect(new Set(succeeding.map(({ where }) => where)).size).toBe(operations.length);
});

test('examples are inline, so that every tool serves them, and the payload files are the same', () => {
  expect(readFileSync(new URL('roamify.openapi.yaml', SPEC), 'utf8')).not.toContain('externalValue');
  const files = readdirSync(new URL('examples/', SPEC)).map((file): unknown =>
    JSON.parse(readFileSync(new URL(`examples/${file}`, SPEC), 'utf8')),
  );
  for (const { value } of examples) expect(files).toContainEqual(value);
  for (const file of files) expect(examples.map(({ value }) => value)).toContainEqual(file);
});

test('unknown fields and statuses are allowed, a missing figure is not', () => {
  const validate = validator({ $ref: '#/components/schemas/UsageSuccess' });
  const usage = { iccid: '1', status: 'DORMANT', allowedData: -1, remainingData: 0, colour: 'red' };
  expect(validate({ status: 'success', data: usage, page: 1 })).toBe(true);
  expect(validate({ status: 'success', data: { ...usage, allowedData: undefined } })).toBe(false);
});
