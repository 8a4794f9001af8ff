import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonSchema, validKeys } from '@roamwatch/config-file';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { initialConfig, loadConfig, SCHEMA_FILE } from '../../src/config/index.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
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

const accepts = new Ajv({ strict: false }).compile(configJsonSchema());
const yaml = (url: string) => parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as unknown;

/** What depends on other values, files or the environment, which no schema sees. */
const BEYOND_A_SCHEMA = [
  'bad-cron',
  'bad-time-zone',
  'ceiling-below-floor',
  'database-server-without-name',
  'listens-everywhere-without-token',
  'misspelt-status',
  'push-without-secret',
  'receiver-name-given-twice',
  'report-name-given-twice',
  'reports-share-a-folder',
  'route-for-unknown-rule',
  'route-to-unknown-receiver',
  'rule-name-given-twice',
  'secret-file-empty',
  'secret-file-is-a-directory',
  'secret-file-missing',
  'secret-of-two-lines',
  'status-listed-twice',
  'summary-for-travellers',
  'variable-not-set',
  'warning-after-critical',
];

test('the schema refuses what the program refuses, wherever a schema can', () => {
  const samples = readdirSync(new URL('broken', import.meta.url)).filter(
    // The program decides which kinds of databases are supported.
    (name) => name.endsWith('.yaml') && name !== 'another-database.yaml',
  );
  const accepted = samples.filter((name) => {
    try {
      return accepts(yaml(`broken/${name}`));
    } catch {
      return false;
    }
  });
  expect(accepted.map((name) => name.replace('.yaml', ''))).toEqual(BEYOND_A_SCHEMA);
});

const variable = (name: string) => `$${`{${name}}`}`;

test('the schema accepts what the program accepts', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
  const good: readonly unknown[] = [
    yaml('contract-example.txt'),
    parse(initialConfig()),
    parse(initialConfig().replace(/^#(?=[a-z]| {2})/gm, '')),
    parse(initialConfig({ mail: { to: 'ops@example.com', host: '127.0.0.1', port: 25 } })),
    parse(/```yaml\n(api:[\s\S]*?)```/.exec(readme)?.[1] ?? ''),
    { poll: { schedule: '@daily', statuses: ['active'] }, reports: [{ name: 'r', schedule: '0 6 L * *' }] },
    {
      api: { baseUrl: variable('URL'), tokenFile: variable('TOKEN') },
      timeZone: variable('ZONE:-UTC'),
      retention: { readings: variable('KEPT') },
    },
    {
      rules: [{ name: 'a', type: 'data-low', critical: [' 10 % ', '1.5 gb'] }],
      smtp: { host: '::1', from: 'A <a@b.c>' },
    },
  ];
  for (const config of good) expect([accepts(config), accepts.errors]).toEqual([true, null]);
});

test('each kind of rule has its own keys', () => {
  const value = { rules: [{ type: 'usage-spike' }, { type: 'data-exhausted' }] };
  const keysAt = (path: readonly PropertyKey[]) => validKeys(configJsonSchema(), path, value);
  expect(keysAt(['rules', 0])).toEqual(['type', 'name', 'match', 'warning', 'critical', 'minimum']);
  expect(keysAt(['rules', 1])).toEqual(['type', 'name', 'match']);
  expect(keysAt(['rules', 1, 'match'])).toContain('cost_centre');
  expect(keysAt([])).toContain('timeZone');
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
