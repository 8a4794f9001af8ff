import { differencesAmong } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { fingerprintNow, fingerprintOf } from '../../src/fingerprint.js';
import { loadConfig } from '../../src/index.js';
import { scene } from '../installation/scene.js';

const TOKEN = 'a-token-as-the-provider-makes-them';
const INVENTORY = 'iccid,label\n8944000000000000001,Anna\n';

const CONFIG = {
  api: { baseUrl: 'https://api.example.com', tokenFile: './token', concurrency: 4 },
  rules: [{ name: 'low', type: 'data-low', warning: ['25%'] }],
  receivers: [{ name: 'team', slack: { webhookUrl: 'https://hooks.example.com/services/one' } }],
  smtp: { host: 'smtp.example.com', from: 'alerts@example.com', username: 'u', password: 'first' },
  http: { listen: '127.0.0.1:8787', trustedProxies: ['127.0.0.1'], token: 'page' },
  reports: [{ name: 'finance', schedule: '0 6 4 * *', dir: './reports' }],
  inventory: './inventory.csv',
  log: { level: 'info' },
};

interface Machine {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly inventory?: string;
}

/** In what two machines with these files and one database differ. */
async function between(one: Machine, other: Machine): Promise<readonly string[]> {
  const { site } = await scene();
  const { store } = await site.context;
  const fingerprints = [];
  for (const { config = CONFIG, token = TOKEN, inventory = INVENTORY } of [one, other]) {
    site.write('token', token);
    site.write('inventory.csv', inventory);
    site.configure(config);
    fingerprints.push(await fingerprintOf(loadConfig(site.configFile, {}), store)());
  }
  const daemons = fingerprints.map((fingerprint) => ({ name: '', version: '', fingerprint }));
  return differencesAmong(daemons).flatMap(({ sections }) => sections);
}

test('each section that affects polls, alerts or deliveries is compared', async () => {
  const { http: _, ...unserved } = CONFIG;
  const changes: readonly (readonly [section: string, config: Readonly<Record<string, unknown>>])[] = [
    ['api', { ...CONFIG, api: { ...CONFIG.api, requestsPerSecond: 7 } }],
    ['http', { ...CONFIG, http: { ...CONFIG.http, publicUrl: 'https://roamwatch.example.com' } }],
    ['invoice', { ...CONFIG, invoice: { columns: { date: 'Date' } } }],
    ['poll', { ...CONFIG, poll: { schedule: '0 * * * *' } }],
    ['push', { ...CONFIG, push: { secrets: ['s'] } }],
    ['receivers', { ...CONFIG, receivers: [{ ...CONFIG.receivers[0], repeat: '12h' }] }],
    ['reports', { ...CONFIG, reports: [{ ...CONFIG.reports[0], closeAfter: '3d' }] }],
    ['retention', { ...CONFIG, retention: { readings: '30d' } }],
    ['routes', { ...CONFIG, routes: [{ match: {}, receivers: ['team'] }] }],
    ['rules', { ...CONFIG, rules: [{ ...CONFIG.rules[0], warning: ['20%'] }] }],
    [
      'rules',
      {
        ...CONFIG,
        rules: [
          ...CONFIG.rules,
          { name: 'spent', type: 'budget', period: 'month', warning: ['80%'], limit: '500 USD' },
        ],
      },
    ],
    ['smtp', { ...CONFIG, smtp: { ...CONFIG.smtp, from: 'other@example.com' } }],
    ['timeZone', { ...CONFIG, timeZone: 'Asia/Tokyo' }],
    ['units', { ...CONFIG, units: { allowance: 'MB' } }],
    ['heartbeatUrl', { ...CONFIG, heartbeatUrl: 'https://heartbeat.example.com' }],
  ];
  for (const [section, config] of changes) expect(await between({}, { config })).toEqual([section]);
  expect(await between({}, { inventory: INVENTORY.replace('Anna', 'Ben') })).toEqual(['inventory']);
  expect(await between({}, { token: `${TOKEN}-of-another-account` })).toEqual(['api.token']);
  expect(await between({ config: unserved }, { config: unserved })).toEqual([]);
});

test("a machine's own settings, secrets that people choose, and the layout of the file are not compared", async () => {
  const { http: _, ...unserved } = CONFIG;
  const others: readonly Readonly<Record<string, unknown>>[] = [
    { ...CONFIG, api: { ...CONFIG.api, concurrency: 9 } },
    {
      ...CONFIG,
      http: { ...CONFIG.http, listen: '127.0.0.1:9999', trustedProxies: ['192.0.2.1'], token: 'another' },
    },
    { ...CONFIG, log: { level: 'debug' }, database: 'sqlite:./other.db' },
    { ...CONFIG, reports: [{ ...CONFIG.reports[0], dir: './elsewhere' }] },
    { ...CONFIG, reports: [{ ...CONFIG.reports[0], schedule: '0  6 4 * *' }] },
    { ...CONFIG, smtp: { ...CONFIG.smtp, password: 'second' } },
    {
      ...CONFIG,
      receivers: [{ name: 'team', slack: { webhookUrl: 'https://hooks.example.com/services/two' } }],
    },
    Object.fromEntries(Object.entries(CONFIG).reverse()),
    unserved,
  ];
  for (const config of others) expect(await between({}, { config })).toEqual([]);
  const windows = `\uFEFF${INVENTORY.replaceAll('\n', '\r\n')}`;
  for (const inventory of [windows, 'label;iccid\nAnna;8944000000000000001'])
    expect(await between({}, { inventory })).toEqual([]);
  // Whoever reads the database could try out short ones.
  expect(await between({ token: 'short-one' }, { token: 'short-two' })).toEqual([]);
});

test('a token that is replaced shows at once, and the one in use stays until a poll takes the new one', async () => {
  const { site } = await scene();
  const { store } = await site.context;
  site.write('token', TOKEN);
  site.configure(CONFIG);
  site.write('inventory.csv', INVENTORY);
  const config = loadConfig(site.configFile, {});
  expect(await fingerprintNow(config, store)).toBeNull();
  const fingerprint = fingerprintOf(config, store);
  const before = await fingerprint();
  expect(await fingerprintNow(config, store)).toEqual(before);
  site.write('token', `${TOKEN}-next`);
  expect((await fingerprint())['api.token']).not.toBe(before['api.token']);
  expect(config.api.token?.reveal()).toBe(TOKEN);
  expect(JSON.stringify(before)).not.toContain(TOKEN);
});
