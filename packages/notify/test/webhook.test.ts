import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type HookCatcher, startHookCatcher } from '@roamwatch/test-peers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Channel, createWebhookChannel, type Message, type WebhookPayload } from '../src/index.js';
import { appriseFaults } from './apprise.js';
import { FINDINGS, recorded, TOPPED_UP } from './findings.js';
import { inWords } from './in-words.js';
import {
  alerts,
  composedFor,
  esim,
  HOSTILE_LABELS,
  item,
  MIXED,
  manyAlerts,
  NOTICE,
  TEST_MESSAGE,
} from './messages.js';

const SECRET = 'a shared secret';
const ajv = new Ajv2020({ allowUnionTypes: true });
formats.default(ajv);
const fits = ajv.compile(
  JSON.parse(readFileSync(new URL('../webhook.schema.json', import.meta.url), 'utf8')),
);

let hook: HookCatcher;
let channel: Channel;

beforeEach(async () => {
  hook = await startHookCatcher();
  channel = createWebhookChannel({ url: `${hook.url}/in/token-123456`, secret: SECRET });
});
afterEach(async () => {
  await channel.close();
  await hook.close();
});

async function post(message: Message) {
  expect(await channel.deliver(composedFor(channel, message), '')).toEqual({ outcome: 'sent' });
  const request = hook.received.at(-1);
  if (!request) throw new Error('nothing arrived');
  return { request, payload: JSON.parse(request.body.toString()) as WebhookPayload };
}

const REPORT: Message = {
  ...NOTICE,
  kind: 'report',
  title: 'Usage',
  text: 'Ready.',
  attachments: [{ fileName: 'usage.csv', path: '/nowhere' }],
};
const PROVIDER = alerts([item(0, { esim: null, ruleType: 'provider-down', rule: 'provider' })]);
const HOSTILE = alerts(
  HOSTILE_LABELS.map((label, index) =>
    item(index, { reason: recorded(label), esim: esim(index, { label }) }),
  ),
);

test('the signature is the HMAC-SHA256 of the raw body, and only with a secret', async () => {
  const { request } = await post(MIXED);
  const unsigned = createWebhookChannel({ url: hook.url });
  await unsigned.deliver(composedFor(unsigned, MIXED), '');

  const expected = createHmac('sha256', SECRET).update(request.body).digest('hex');
  expect(request.headers['x-roamwatch-signature']).toBe(expected);
  expect(hook.received.at(-1)?.headers['x-roamwatch-signature']).toBeUndefined();
  await unsigned.close();
});

test('the same message has the same id and body each time', async () => {
  const [first, again] = [await post(MIXED), await post(MIXED)];

  expect(first.payload.id).toBe(MIXED.id);
  expect(first.request.headers['x-roamwatch-id']).toBe(MIXED.id);
  expect(again.request.body).toEqual(first.request.body);
});

test.each([
  ['mixed', MIXED],
  ['provider', PROVIDER],
  ['hostile labels', HOSTILE],
  ['more used than allowed', alerts([item(0, { esim: esim(0, { remainingBytes: -5 * 1024 ** 2 }) })])],
  ['500 eSIMs', manyAlerts(500)],
  ['test', TEST_MESSAGE],
  ['notice', NOTICE],
  ['report', REPORT],
] as const)('fits the schema and Apprise: %s', async (_name, message) => {
  const { request, payload } = await post(message);

  expect(fits(payload), JSON.stringify(fits.errors)).toBe(true);
  expect(appriseFaults(request.body.toString())).toEqual([]);
});

test('the schema and the validator would notice a fault', () => {
  expect(fits({ version: 1 })).toBe(false);
  expect(appriseFaults('{"title":"x","type":"critical","tag":"a"}')).toHaveLength(4);
});

test('counts, type and figures are there for automation', async () => {
  const mixed = (await post(MIXED)).payload;
  const over = (await post(alerts([item(0, { change: 'resolved', reason: TOPPED_UP })]))).payload;

  expect(mixed).toMatchObject({
    type: 'failure',
    severity: 'critical',
    itemCount: 6,
    criticalCount: 2,
    warningCount: 3,
    resolvedCount: 1,
  });
  expect(mixed.items[0]).toMatchObject({
    name: 'Anna Kern',
    reason: '42 MB of 1 GB left (4.1 %), at or below 10 %',
    finding: FINDINGS['data-low'],
    remainingPercent: 4.1,
    expiresAt: '2025-02-05T14:00:00Z',
  });
  expect(mixed.items[4]).toMatchObject({ remainingBytes: null, remainingPercent: null, readAt: null });
  expect(over).toMatchObject({
    type: 'success',
    severity: null,
    title: '[resolved] Anna Kern: topped up: 1 GB of 2 GB left (50 %)',
  });
  expect((await post(manyAlerts(500))).payload.items).toHaveLength(500);
});

test.each([
  [200, 'sent'],
  [204, 'sent'],
  [301, 'permanent'],
  [400, 'permanent'],
  [401, 'permanent'],
  [404, 'permanent'],
  [410, 'permanent'],
  [408, 'temporary'],
  [429, 'temporary'],
  [500, 'temporary'],
  [503, 'temporary'],
] as const)('%i is %s, and the address is not told', async (status, outcome) => {
  hook.answerNext({ status, body: 'Cannot POST /in/token-123456' });

  const delivery = await channel.deliver(TEST_MESSAGE, '');
  expect(delivery.outcome).toBe(outcome);
  expect(JSON.stringify(delivery)).not.toMatch(/token-123456/);
});

test('the probe reaches the peer without a message', async () => {
  hook.answerNext({ status: 405 });

  expect(await channel.probe()).toBeNull();
  expect(hook.received[0]?.method).toBe('HEAD');
  await hook.close();
  expect(inWords(await channel.probe())).toEqual({
    error: 'the webhook could not be reached',
    quote: 'ECONNREFUSED',
    advice: 'check webhook.url, and that this machine can reach it',
  });
});
