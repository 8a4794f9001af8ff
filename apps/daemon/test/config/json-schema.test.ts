import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, SCHEMA_FILE } from '../../src/config/index.js';
import { configJsonSchema, type JsonSchema, validKeys } from '../../src/config/json-schema.js';
import { folderWith } from './folder.js';

test('the shipped JSON Schema is the one the code makes (else: see apps/daemon/schema/generate.js)', () => {
  expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

test('every key has a description for editors', () => {
  expect(undescribed(configJsonSchema())).toEqual([]);
});

test('every key is in the reference, whose examples load', () => {
  const reference = readFileSync(new URL('../../CONFIGURATION.md', import.meta.url), 'utf8');
  const missing = keysOf(configJsonSchema()).filter(
    (key) => !new RegExp(`[\`.]${key}[\`:.]`).test(reference),
  );
  expect(missing).toEqual([]);
  const rules = reference.match(/(?<=`)\{ name: .*?\}(?=`)/g) ?? [];
  expect(rules).toHaveLength(9);
  const folder = folderWith({
    'roamwatch.yaml': `rules:\n${rules.map((rule) => `  - ${rule}`).join('\n')}\n`,
  });
  const loaded = loadConfig(join(folder, 'roamwatch.yaml'), {}, { need: [] });
  expect([...loaded.rules, ...loaded.budgets]).toHaveLength(9);
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

function keysOf(schema: JsonSchema): string[] {
  const inside = [...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])].flatMap(keysOf);
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    key,
    ...keysOf(property),
  ]);
  return [...new Set([...inside, ...properties])];
}
