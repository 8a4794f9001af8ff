import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type JsonSchema, parseDocumentText, validKeys } from '@roamwatch/config-file';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { initialConfig, loadConfig, SCHEMA_FILE } from '../../src/config/index.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { CONFIGURATION, configOf } from '../../src/config/load.js';
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

/** Broken samples that no schema can refuse, each with the reason. */
const ONLY_THE_PROGRAM_CAN_TELL: Readonly<Record<string, string>> = {
  'ceiling-below-floor': 'compares two lengths of time',
  'currency-that-does-not-exist': 'ISO 4217 changes, and codes are accepted in any case',
  'day-that-no-month-has': 'depends on two fields of the cron expression',
  'misspelt-status': 'any word can be a status; this one is too near to a known one',
  'number-as-text-out-of-range': 'the number is in a text, which has no range',
  'port-of-a-url-out-of-range': 'what follows the host is left to the URL parser',
  'push-without-secret': 'the secret can come from the environment',
  'quiet-hours-of-no-length': 'compares two times',
  'receiver-name-given-twice': 'compares the names of a list',
  'report-name-given-twice': 'compares the names of a list',
  'reports-share-a-folder': 'compares the folders of a list',
  'route-for-unknown-rule': 'looks the name up in another section',
  'route-to-unknown-receiver': 'looks the name up in another section',
  'rule-name-given-twice': 'compares the names of a list',
  'same-token-for-both-roles': 'compares two texts',
  'secret-file-empty': 'depends on a file',
  'secret-file-is-a-directory': 'depends on a file',
  'secret-file-missing': 'depends on a file',
  'secret-of-two-lines': 'depends on a file',
  'status-listed-twice': 'the two are equal only in capitals',
  'variable-not-set': 'depends on the environment',
  'variable-of-the-wrong-kind': 'depends on the environment',
  'warning-after-critical': 'compares thresholds',
};

const textOf = (sample: string) => readFileSync(new URL(sample, import.meta.url), 'utf8');
const samplesIn = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace('.yaml', ''));

/** Why the program refuses a configuration; null when it accepts it. Files and other secrets are not looked up. */
function refusal(text: string): string | null {
  try {
    configOf(parseDocumentText('f.yaml', text, CONFIGURATION), { ROAMIFY_API_TOKEN: 't' }, { need: [] });
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test.each(samplesIn('broken'))('the schema judges %s as the program does', (sample) => {
  // The program refuses it, with the message beside it: see broken.test.ts.
  expect(schemaAccepts(textOf(`broken/${sample}.yaml`))).toBe(sample in ONLY_THE_PROGRAM_CAN_TELL);
});

/** What is no YAML is accepted by no schema. */
function schemaAccepts(text: string): boolean {
  try {
    return accepts(parse(text, { merge: true }));
  } catch {
    return false;
  }
}

test('faults that only the program detects are among the samples', () => {
  expect(samplesIn('broken')).toEqual(expect.arrayContaining(Object.keys(ONLY_THE_PROGRAM_CAN_TELL)));
});

const README = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
const good: Readonly<Record<string, string>> = {
  ...Object.fromEntries(samplesIn('good').map((sample) => [sample, textOf(`good/${sample}.yaml`)])),
  'the contract': textOf('contract-example.txt'),
  'the first configuration': initialConfig(),
  'with every comment taken in': initialConfig()
    .replace(/^#(?=[a-z]| {2})/gm, '')
    .replace(/^tls:\n.*/m, ''),
  'with mail': initialConfig({ mail: { to: 'ops@example.com', host: '127.0.0.1', port: 25 } }),
  'for the simulator': initialConfig({ simulator: 'http://127.0.0.1:8788' }),
  'the README': /```yaml\n(api:[\s\S]*?)```/.exec(README)?.[1] ?? '',
};

test.each(Object.entries(good))('the schema and the program accept %s', (_, text) => {
  expect([accepts(parse(text, { merge: true })), accepts.errors]).toEqual([true, null]);
  expect(refusal(text)).toBeNull();
});

/** Texts like the valid values of a key: valid ones, those of other kinds of keys, and slightly wrong ones. */
const nearText = fc
  .tuple(
    fc.constantFrom(
      ...['7d', '25%', '100MB', '3x', '2000/h', '*/30 * * * *', '0 6 L * *', '0 6 * jan mon', '@daily'],
      ...['Europe/London', 'UTC', 'https://example.com/in', 'postgres://h/d', 'sqlite:./x', '127.0.0.1:8787'],
      ...[
        '[::1]:80',
        'a@b.c',
        'A <a@b.c>',
        '22:00',
        '10.0.0.0/8',
        'fd00::/8',
        '500 USD',
        '200GB',
        'INSTALLED',
      ],
      ...['weekly', 'auto', 'never', 'inventory', 'x', '', ' ', '0', '12'],
    ),
    fc.nat(20),
    fc.constantFrom(
      '',
      ' ',
      '0',
      '9',
      '00',
      '.5',
      '-',
      '/',
      ',',
      ':',
      '@',
      '%',
      'x',
      'é',
      '\u0000',
      '\n',
      '$' + '{A:-1}',
    ),
    fc.nat(2),
  )
  .map(([text, at, put, dropped]) => text.slice(0, at) + put + text.slice(at + dropped));

/** Every place of a text in the samples of the contract. */
function placesIn(node: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof node === 'string') return [path];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) =>
    placesIn(inner, [...path, Array.isArray(node) ? Number(key) : key]),
  );
}

function withText(node: unknown, [key, ...rest]: readonly (string | number)[], text: string): unknown {
  if (key === undefined) return text;
  const copy = (Array.isArray(node) ? [...node] : { ...(node as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withText(copy[key], rest, text);
  return copy;
}

test('the schema refuses no text that the program accepts', () => {
  const contract = parse(textOf('contract-example.txt')) as unknown;
  fc.assert(
    fc.property(fc.constantFrom(...placesIn(contract)), nearText, (path, text) => {
      const config = withText(contract, path, text);
      if (!accepts(config)) expect([path, text, refusal(stringify(config))]).not.toEqual([path, text, null]);
    }),
    { numRuns: 1_500 },
  );
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
