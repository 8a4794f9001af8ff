import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SCHEMA_FILE } from '../../src/config/index.js';
import { configJsonSchema, type JsonSchema, validKeys } from '../../src/config/json-schema.js';

test('the shipped JSON Schema is the one the code makes (else: see apps/daemon/schema/generate.js)', () => {
  expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

test('every key has a description for editors', () => {
  expect(undescribed(configJsonSchema())).toEqual([]);
});

test('each kind of rule has its own keys', () => {
  const value = { rules: [{ type: 'usage-spike' }, { type: 'data-exhausted' }] };
  expect(validKeys(['rules', 0], value)).toEqual(['type', 'name', 'match', 'warning', 'critical', 'minimum']);
  expect(validKeys(['rules', 1], value)).toEqual(['type', 'name', 'match']);
  expect(validKeys(['rules', 1, 'match'], value)).toContain('cost_centre');
  expect(validKeys([], value)).toContain('timeZone');
});

function undescribed(schema: JsonSchema & { description?: string }, path = ''): string[] {
  const inside = [
    ...(schema.oneOf ?? []).flatMap((option) => undescribed(option, path)),
    ...(schema.items ? undescribed(schema.items, `${path}[]`) : []),
  ];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    ...('description' in property ? [] : [`${path}.${key}`]),
    ...undescribed(property, `${path}.${key}`),
  ]);
  return [...inside, ...properties];
}
