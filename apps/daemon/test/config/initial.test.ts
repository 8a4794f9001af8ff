import { join } from 'node:path';
import { PRIVATE_AUTHORITY } from '@roamwatch/test-peers';
import { describe, expect, test } from 'vitest';
import { initialConfig, loadConfig, SCHEMA_FILE } from '../../src/config/index.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { folderWith } from './folder.js';

const SECRET_FILES = [
  'roamify-token',
  'slack-hook',
  'teams-hook',
  'hook-address',
  'hook-secret',
  'smtp-password',
  'http-token',
  'http-viewer',
  'push-secret',
  'heartbeat-url',
];
const SECRETS = {
  ...Object.fromEntries(SECRET_FILES.map((name) => [name, `https://example.com/${name}\n`])),
  'private-ca.pem': PRIVATE_AUTHORITY,
};

/** Secrets as text: the file shows the keys that name a file instead. */
const AS_TEXT = ['heartbeatUrl', 'password', 'secret', 'secrets', 'token', 'viewerToken', 'webhookUrl'];

/** Conditions, which comments list. */
const IN_A_COMMENT = ['label', 'project', 'status'];

/** Every key that the schema knows at any depth, each once. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  return [...new Set([...Object.keys(properties), ...Object.values(schema).flatMap(keysOf)])];
}

function load(text: string, files: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) {
  return loadConfig(join(folderWith({ ...files, 'roamwatch.yaml': text }), 'roamwatch.yaml'), env);
}

describe('the first configuration', () => {
  test('needs a token and nothing else', () => {
    expect(() => load(initialConfig())).toThrow(/^\S+:\d+:3: api\.tokenFile: the file \S+ does not exist$/);
    expect(load(initialConfig(), { 'roamify-token': 'x\n' }).api.token?.reveal()).toBe('x');
    expect(load(initialConfig(), {}, { ROAMIFY_API_TOKEN: 'y' }).api.token?.reveal()).toBe('y');
  });

  test('shows the defaults', () => {
    const env = { ROAMIFY_API_TOKEN: 'x' };
    const written = load(initialConfig(), {}, env);
    const silent = load('http: {}\n', {}, env);
    const { file: _file, database: _database, ...rest } = silent;
    expect(written).toMatchObject(
      JSON.parse(JSON.stringify({ ...rest, api: { ...rest.api, token: undefined }, http: undefined })),
    );
    expect(written.http).toMatchObject({ host: silent.http?.host, port: silent.http?.port });
  });

  test('loads with every comment that is a key taken in', () => {
    const config = load(initialConfig().replace(/^#(?=[a-z]| {2})/gm, ''), SECRETS);
    expect(config.receivers.map(({ name }) => name)).toEqual(['ops', 'team', 'channel', 'traveller', 'hook']);
    expect(config.rules).toHaveLength(8);
    expect(config.heartbeatUrl?.reveal()).toBe('https://example.com/heartbeat-url');
    expect(config.push?.secrets.map((secret) => secret.reveal())).toEqual([
      'https://example.com/push-secret',
    ]);
  });

  test('names every section and every key there is', () => {
    const schema = configJsonSchema();
    const sections = Object.keys(schema.properties ?? {}).filter((key) => key !== 'heartbeatUrl');
    for (const section of sections) expect(initialConfig()).toMatch(new RegExp(`^#?${section}:`, 'm'));
    const missing = keysOf(schema).filter((key) => !new RegExp(`\\b${key}:`).test(initialConfig()));
    expect(missing.sort()).toEqual([...AS_TEXT, ...IN_A_COMMENT].sort());
    for (const key of IN_A_COMMENT) expect(initialConfig()).toMatch(new RegExp(`#.*\\b${key}, `));
  });

  test('for the simulator needs nothing at all', () => {
    const config = load(initialConfig({ simulator: 'http://127.0.0.1:8788', timeZone: 'Asia/Tokyo' }));
    expect(config.api.baseUrl).toBe('http://127.0.0.1:8788');
    expect(config.api.token?.reveal()).toBe('simulator-token');
    expect(config.timeZone).toBe('Asia/Tokyo');
  });

  test('names its schema for editors', () => {
    expect(initialConfig().split('\n')[0]).toBe(`# yaml-language-server: $schema=${SCHEMA_FILE}`);
  });
});
