import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { parseDocumentText } from '@roamwatch/config-file';
import { DAY, HOUR, POLLED_BY_DEFAULT } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, SecretError } from '../../src/config/index.js';
import { contractExample } from './contract.js';
import { configErrorOf, folderWith } from './folder.js';

const TOKEN = { ROAMIFY_API_TOKEN: 'a-token' };

function load(text: string, env: NodeJS.ProcessEnv = TOKEN, files: Record<string, string> = {}) {
  return loadConfig(join(folderWith({ ...files, 'roamwatch.yaml': text }), 'roamwatch.yaml'), env);
}

function messageOf(text: string, env: NodeJS.ProcessEnv = TOKEN): string {
  const folder = folderWith({ 'roamwatch.yaml': text });
  return configErrorOf(join(folder, 'roamwatch.yaml'), env).message.replaceAll(`${folder}/`, '');
}

describe('the example of the contract', () => {
  test('loads unchanged', () => {
    const { folder, file } = contractExample();
    const config = loadConfig(file, {});

    expect(config.api.token?.reveal()).toBe('secret-of-roamify-token');
    expect(config.database.file).toBe(join(folder, 'data/roamwatch.db'));
    expect(config.inventory).toBe(join(folder, 'inventory.csv'));
    expect(config.rules.map(({ type }) => type)).toEqual([
      'data-low',
      'data-exhausted',
      'expiry',
      'expiry-unused',
      'data-forecast',
      'usage-spike',
      'new-location',
      'stale',
    ]);
    expect(config.rules[0]).toEqual({
      name: 'low-data',
      type: 'data-low',
      warning: [{ percent: 25 }],
      critical: [{ percent: 10 }, { bytes: 100 * 1024 ** 2 }],
    });
    expect(config.receivers[0]).toEqual({
      name: 'ops',
      channel: { kind: 'email' },
      recipients: ['ops@example.com'],
      repeat: DAY,
      summary: 'off',
      quietHours: null,
    });
    expect(config.receivers[1]?.quietHours).toEqual({ from: '22:00', to: '07:00' });
    expect(config.receivers[2]).toMatchObject({ channel: { kind: 'email' }, recipients: 'inventory' });
    expect(config.receivers[3]).toMatchObject({
      channel: { kind: 'teams' },
      recipients: ['channel'],
      summary: 'weekly',
    });
    expect(config.routes[1]).toEqual({ match: { cost_centre: 'sales-*' }, receivers: ['team'] });
    expect(config.smtp).toMatchObject({ host: 'smtp.example.com', port: 587, tls: 'auto', username: 'x' });
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8787 });
    expect(config.reports[0]).toEqual({
      name: 'finance',
      schedule: '0 6 4 * *',
      closeAfter: 3 * DAY,
      kinds: ['usage', 'purchases', 'summary'],
      dir: join(folder, 'reports'),
      emailTo: ['finance@example.com'],
      profile: 'plain',
      webhook: null,
      hasWebhook: false,
    });
  });

  test('names every missing secret at once', () => {
    const { folder, file } = contractExample();
    rmSync(join(folder, 'secrets'), { recursive: true });
    const keys = configErrorOf(file).problems.map(({ key }) => key);
    expect(keys).toEqual([
      'api.tokenFile',
      'receivers[1].slack.webhookUrlFile',
      'receivers[3].teams.webhookUrlFile',
      'receivers[4].webhook.secretFile',
      'smtp.passwordFile',
      'http.tokenFile',
      'push.secretFiles[0]',
    ]);
  });

  test('loads without any secret for a command that needs none, and says so when one is used after all', () => {
    const { folder, file } = contractExample();
    rmSync(join(folder, 'secrets'), { recursive: true });
    const config = loadConfig(file, {}, { need: [] });
    expect(config.receivers).toHaveLength(5);
    expect(() => config.api.token?.reveal()).toThrow(
      new SecretError('api.tokenFile', `the file ${folder}/secrets/roamify-token does not exist`),
    );
  });

  test('looks up only what a command needs', () => {
    const { folder, file } = contractExample();
    rmSync(join(folder, 'secrets/smtp'));
    expect(loadConfig(file, {}, { need: ['api', 'receivers'] }).smtp?.host).toBe('smtp.example.com');
    expect(() => loadConfig(file, {}, { need: ['smtp'] })).toThrow(
      /smtp\.passwordFile: the file .* does not exist/,
    );
  });
});

describe('omitted keys', () => {
  test('gets the defaults of the contract', () => {
    const config = load('timeZone: UTC\n');
    expect(config.api).toMatchObject({
      baseUrl: 'https://api.getroamify.com',
      requestsPerSecond: 5,
      concurrency: 4,
      requestsPerHour: null,
    });
    expect(config.poll).toEqual({
      schedule: '*/30 * * * *',
      statuses: POLLED_BY_DEFAULT,
      adaptive: null,
    });
    expect(config).toMatchObject({ receivers: [], routes: [], smtp: null, http: null, inventory: null });
  });

  test('makes the same rules as the contract prints, without new-location', () => {
    const printed = loadConfig(contractExample().file, {}).rules;
    expect(load('timeZone: UTC\n').rules).toEqual(printed.filter(({ type }) => type !== 'new-location'));
  });

  test('is distinct from an empty list of rules, which means none', () => {
    expect(load('rules: []\n').rules).toEqual([]);
  });

  test('plans adaptive polling within the lower of two budgets', () => {
    const poll = (more: string) =>
      load(`api: { requestsPerHour: 1500 }\npoll: { mode: adaptive, ${more} }\n`).poll;
    expect(poll('budget: 2000/h').adaptive).toEqual({ requestsPerHour: 1500, floor: 600, ceiling: DAY });
    expect(poll('budget: 900 / H, floor: 1h, ceiling: 2d').adaptive).toEqual({
      requestsPerHour: 900,
      floor: HOUR,
      ceiling: 2 * DAY,
    });
  });

  test('is no token only where none is needed', () => {
    expect(messageOf('timeZone: UTC\n', {})).toBe(
      'roamwatch.yaml:1:1: api: has no token: give tokenFile here, or ROAMIFY_API_TOKEN in the environment',
    );
    // What stands there instead of one has a fault of its own.
    for (const [text, fault] of [
      ['{ token: 12345 }', 'api.token: must be text: put it in quotes'],
      ['{ token: "" }', 'api.token: is empty'],
      ['{ tokenFile: [token] }', 'api.tokenFile: must be a path such as ./reports'],
      ['https://example.com', 'api: must hold keys and values such as { baseUrl: … }'],
    ]) {
      expect(messageOf(`api: ${text}\n`, {}).replace(/^roamwatch\.yaml:1:\d+: /, '')).toBe(fault);
    }
    const folder = folderWith({ 'roamwatch.yaml': 'timeZone: UTC\n' });
    expect(loadConfig(join(folder, 'roamwatch.yaml'), {}, { need: ['smtp'] }).api.token).toBeNull();
  });
});

/** As it is written in a file: the variable's name in braces after a dollar sign. */
const variable = (name: string) => `$\{${name}}`;

describe('secrets', () => {
  test('come from the environment before the file, and are trimmed', () => {
    const text = 'api: { tokenFile: token }\n';
    const files = { token: '  from-file\r\n' };
    expect(load(text, {}, files).api.token?.reveal()).toBe('from-file');
    expect(load(text, { ROAMIFY_API_TOKEN: 'from-env' }, files).api.token?.reveal()).toBe('from-env');
    expect(load(text, { ROAMIFY_API_TOKEN: '' }, files).api.token?.reveal()).toBe('from-file');
  });

  test('are the token alone, without the word before it in the header', () => {
    const said = messageOf('timeZone: UTC\n', { ROAMIFY_API_TOKEN: 'Bearer planted-secret' });
    expect(said).toContain('api.token: holds a space, which no token does: leave out "Bearer"');
    expect(said).not.toContain('planted-secret');
  });

  test('in the environment are taken as they are', () => {
    const config = load('timeZone: UTC\n', { ROAMIFY_API_TOKEN: `a${variable('HOME')}$${variable('b')}` });
    expect(config.api.token?.reveal()).toBe(`a${variable('HOME')}$${variable('b')}`);
  });

  test('can be named by a variable, looked up when needed', () => {
    const text = `smtp: { host: localhost, username: x, password: "${variable('PASSWORD')}", from: a@example.com }\n`;
    expect(load(text, { ...TOKEN, PASSWORD: 'p$w' }).smtp?.password?.reveal()).toBe('p$w');
    expect(messageOf(text)).toContain('smtp.password: PASSWORD is not set in the environment');
  });

  test('are read again after a rotation', () => {
    const folder = folderWith({ 'roamwatch.yaml': 'api: { tokenFile: token }\n', token: 'old\n' });
    const { token } = loadConfig(join(folder, 'roamwatch.yaml'), {}).api;
    writeFileSync(join(folder, 'token'), 'new\n');
    expect(token?.reveal()).toBe('old');
    expect(token?.read()).toBe('new');
    expect(token?.reveal()).toBe('new');
  });

  test('never print', () => {
    const config = load('api: { token: planted-secret }\n', {});
    const { token } = config.api;
    const printed = [
      `${token}`,
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      inspect(token),
    ];
    expect(printed.join()).not.toContain('planted-secret');
    expect(`${token} ${inspect(token)} ${JSON.stringify({ token })}`).toBe(
      '[secret] [secret] {"token":"[secret]"}',
    );
  });
});

describe('variables', () => {
  test('stand for text, numbers and defaults', () => {
    const text = `api: { baseUrl: "${variable('BASE:-https://a.example.com/')}", concurrency: "${variable('N')}" }\ntimeZone: ${variable('ZONE')}\n`;
    const config = load(text, { ...TOKEN, N: '7', ZONE: 'Asia/Tokyo' });
    expect(config.api).toMatchObject({ baseUrl: 'https://a.example.com', concurrency: 7 });
    expect(config.timeZone).toBe('Asia/Tokyo');
  });
});

describe('the file', () => {
  test('that is missing is reported together with how to create one', () => {
    expect(configErrorOf('no/such/roamwatch.yaml').message).toBe(
      'no/such/roamwatch.yaml: the configuration file does not exist; write one with "roamwatch init"',
    );
  });

  test('that is a folder, or no text, is reported', () => {
    const folder = folderWith({
      'latin1.yaml': Uint8Array.of(0x61, 0x3a, 0xe9),
      'zip.yaml': Uint8Array.of(0, 1, 2),
    });
    expect(configErrorOf(folder).message).toBe(`${folder}: the configuration file is a directory`);
    expect(configErrorOf(join(folder, 'latin1.yaml')).message).toContain('the file is not UTF-8 text');
    expect(configErrorOf(join(folder, 'zip.yaml')).problems).toHaveLength(1);
  });

  test('may have a byte order mark and Windows line ends, and lines still count right', () => {
    expect(load('\ufefftimeZone: Asia/Tokyo\r\nunits:\r\n  allowance: MB\r\n').units.allowance).toBe('MB');
    expect(messageOf('timeZone: UTC\r\nunits:\r\n  allowence: MB\r\n')).toBe(
      'roamwatch.yaml:3:3: units.allowence: unknown key; did you mean "allowance"?',
    );
  });

  test('may use anchors, aliases and merged keys', () => {
    const config = load(
      [
        'receivers:',
        '  - &base { name: a, repeat: 2h, webhook: &hook { url: "https://example.com/in" } }',
        '  - { <<: *base, name: b }',
        '  - { name: c, webhook: *hook }',
      ].join('\n'),
    );
    expect(config.receivers.map(({ name, repeat }) => [name, repeat])).toEqual([
      ['a', 2 * HOUR],
      ['b', 2 * HOUR],
      ['c', DAY],
    ]);
  });

  test('may not swell by aliases of aliases', () => {
    const line = (n: number) =>
      `a${n}: &a${n} [${Array(10)
        .fill(n ? `*a${n - 1}` : 'x')
        .join(', ')}]`;
    const bomb = Array.from({ length: 9 }, (_, n) => line(n)).join('\n');
    expect(messageOf(bomb)).toBe(
      'roamwatch.yaml: the aliases (*name) of this file refer to each other without end',
    );
  });

  test('can be anything and never gives more than a ConfigError', () => {
    const folder = folderWith({});
    const file = join(folder, 'roamwatch.yaml');
    const keys = fc.constantFrom(
      'api',
      'rules',
      'receivers',
      'routes',
      'smtp',
      'http',
      'name',
      'email',
      '__proto__',
      'x',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(variable('X'))),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          tree.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          writeFileSync(file, text);
          try {
            loadConfig(file, TOKEN);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('reports where a fault is, whatever comes before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', '# note', 'units: { allowance: MB } # x'), { maxLength: 20 }),
        (before) => {
          const lines = [...new Set(before), 'poll:', '  shedule: x'];
          const { value, problemAt } = parseDocumentText('f.yaml', lines.join('\n'), {
            called: 'f',
            example: 'a: b',
            hint: '',
          });
          expect(value.poll).toEqual({ shedule: 'x' });
          expect(problemAt(['poll', 'shedule'], 'poll.shedule', '')).toMatchObject({
            line: lines.length,
            column: 3,
          });
        },
      ),
    );
  });
});

test('the secrets of the push come from files, from the environment, or from a variable that goes before both', () => {
  const folder = folderWith({
    old: 'former\n',
    'roamwatch.yaml': `http: {}\npush: { secretFiles: [./old], secrets: ["\${NEXT}"] }\n`,
    'bare.yaml': 'http: {}\npush: {}\n',
  });
  const secretsOf = (file: string, env: NodeJS.ProcessEnv) =>
    loadConfig(join(folder, file), { ROAMIFY_API_TOKEN: 'x', ...env }).push?.secrets.map((one) =>
      one.reveal(),
    );
  expect(secretsOf('roamwatch.yaml', { NEXT: 'next' })).toEqual(['former', 'next']);
  expect(secretsOf('roamwatch.yaml', { NEXT: 'next', ROAMIFY_PUSH_SECRET: 'first' })).toEqual(['first']);
  expect(secretsOf('bare.yaml', { ROAMIFY_PUSH_SECRET: 'first' })).toEqual(['first']);
});
