import { type HookCatcher, startHookCatcher } from '@roamwatch/test-peers';
import type { KnownBlock } from '@slack/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Channel, createSlackChannel, type Message } from '../src/index.js';
import { recorded } from './findings.js';
import { inWords } from './in-words.js';
import { alerts, esim, HOSTILE_LABELS, item, MIXED, manyAlerts, NOTICE, TEST_MESSAGE } from './messages.js';

const SECRET_PATH = '/services/T00000000/B00000000/XXXXsecretXXXX';

let hook: HookCatcher;
let channel: Channel;

beforeEach(async () => {
  hook = await startHookCatcher();
  channel = createSlackChannel({ webhookUrl: hook.url + SECRET_PATH, minIntervalMs: 0 });
});
afterEach(async () => {
  await channel.close();
  await hook.close();
});

interface Posted {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

async function post(message: Message): Promise<Posted> {
  expect(await channel.deliver(message, '')).toEqual({ outcome: 'sent' });
  return JSON.parse(hook.received.at(-1)?.body.toString() ?? '');
}

/** Every text that Slack reads as markup. */
function textsOf(blocks: readonly KnownBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'section':
        return [block.text?.text ?? '', ...(block.fields ?? []).map(({ text }) => text)];
      case 'context':
        return block.elements.map((element) => ('text' in element ? String(element.text) : ''));
      case 'header':
      case 'actions':
      case 'divider':
        return [];
      default:
        throw new Error(`unexpected block ${block.type}`);
    }
  });
}

test('the structure and the fallback of a mixed message', async () => {
  expect(await post(MIXED)).toMatchSnapshot();
  expect(hook.received[0]?.path).toBe(SECRET_PATH);
  expect(hook.received[0]?.headers['content-type']).toContain('application/json');
});

test('a list that is cut short in a summary ends in a plain line', async () => {
  const named = { label: 'Anna', iccid: null, esimId: 'esim-1', status: 'READY', firstSeenAt: 0 };
  const one = { ...named, remainingBytes: 1, allowanceBytes: 2, expiresAt: null };
  const list = { total: 3, esims: [one] };
  const { blocks } = await post({
    ...alerts([]),
    kind: 'summary',
    summary: {
      ...{ from: '2025-01-20', to: '2025-01-26', dataAsOf: null },
      fleet: { byStatus: [], notMonitored: 0, openCritical: 0, openWarning: 0 },
      usage: { bytes: 1, bytesBefore: 2, esims: 1, most: [] },
      spend: { purchases: 0, amounts: [], unpriced: 0 },
      ...{ expiring: list, neverUsed: { total: 0, esims: [] } },
    },
  });
  const lines = textsOf(blocks).join('\n').split('\n');
  expect(lines).toEqual(expect.arrayContaining(['and 2 more', 'None']));
});

test.each([1, 10, 11, 500])('%i eSIMs: ten are shown, the others counted', async (count) => {
  const { text, blocks } = await post(manyAlerts(count));
  const all = textsOf(blocks).join('\n');

  expect(all).toContain('Anna Kern');
  expect(all).toContain('ICCID 8944000000000000000');
  expect(all).toContain('`roamwatch alerts ack 1`');
  expect(all.includes('more')).toBe(count > 10);
  if (count > 10) expect(all).toContain(`and ${count - 10} more`);
  expect(text).toBe(
    count === 1
      ? 'Anna Kern has 42 MB of 1 GB left'
      : `${count} eSIMs need attention (${count} critical): Anna Kern has 42 MB of 1 GB left, …`,
  );
});

test('buttons lead to the alert and to a top-up', async () => {
  const links = { pageUrl: 'https://roamwatch.example.com', topUpUrl: 'https://partner.example.com' };
  const { blocks } = await post({ ...alerts([item(0)]), ...links });

  expect(blocks.find(({ type }) => type === 'actions')).toMatchObject({
    elements: [
      { type: 'button', text: { text: 'Open alert 1' }, url: 'https://roamwatch.example.com/alerts/1' },
      { type: 'button', text: { text: 'Top up' }, url: 'https://partner.example.com' },
    ],
  });
  expect((await post(manyAlerts(4))).blocks.some(({ type }) => type === 'actions')).toBe(false);
});

test('nothing from outside mentions, links, or exceeds a limit', async () => {
  for (const label of HOSTILE_LABELS) {
    const hostile = esim(0, {
      label,
      costCentre: label,
      project: label,
      notes: Array(50).fill(label),
      topUps: [],
    });
    const many = Array.from({ length: 9 }, (_, index) =>
      item(0, { alertId: index, reason: recorded(label.repeat(9)), esim: hostile }),
    );
    const { text, blocks } = await post(alerts(many));

    for (const one of [text, ...textsOf(blocks)]) {
      expect(one.length).toBeGreaterThan(0);
      expect(one).not.toMatch(/[<>]|@(channel|here|everyone)/i);
    }
    for (const one of textsOf(blocks)) expect(one.length).toBeLessThanOrEqual(2_900);
  }
});

test('a test is marked, a notice and a report are sent, with file names', async () => {
  const report: Message = {
    ...NOTICE,
    kind: 'report',
    title: 'Usage',
    text: 'Ready.',
    attachments: [{ fileName: 'usage.csv', path: '/nowhere' }],
  };

  const said = async (message: Message) => textsOf((await post(message)).blocks).join('\n');
  expect(await said(TEST_MESSAGE)).toContain('This is a test. No action is needed.');
  expect(await said(NOTICE)).toContain('Make a new one.');
  expect(await said(report)).toContain('Files: usage.csv');
});

test.each([
  [404, 'no_service', 'permanent'],
  [410, 'channel_is_archived', 'permanent'],
  [403, 'invalid_token', 'permanent'],
  [403, 'action_prohibited', 'permanent'],
  [400, 'invalid_blocks', 'permanent'],
  [404, '', 'permanent'],
  [410, '<html>gone</html>', 'permanent'],
  [302, '', 'permanent'],
  [500, 'rollup_error', 'temporary'],
  [503, '', 'temporary'],
  [200, '<html>Sign in</html>', 'temporary'],
  [200, '', 'temporary'],
  [204, '', 'temporary'],
] as const)('%i %s is %s, and the hook is not told', async (status, body, outcome) => {
  hook.answerNext({ status, body, headers: { location: `${hook.url}/elsewhere` } });

  const delivery = await channel.deliver(TEST_MESSAGE, '');
  expect(delivery.outcome).toBe(outcome);
  expect(JSON.stringify(delivery)).not.toMatch(/secret|services|127\.0\.0\.1/);
  expect(hook.received).toHaveLength(1);
});

test('429 waits as long as requested, for the whole hook', async () => {
  hook.answerNext({ status: 429, body: 'rate_limited', headers: { 'Retry-After': '30' } });

  expect(await channel.deliver(TEST_MESSAGE, '')).toMatchObject({
    outcome: 'temporary',
    affects: 'channel',
    retryAfter: 30,
  });
});

test('no answer, a cut connection and nobody there are temporary, and reveal nothing secret', async () => {
  hook.answerNext('hang', 'cut');
  const webhookUrl = hook.url + SECRET_PATH;
  const impatient = createSlackChannel({ webhookUrl, minIntervalMs: 0, timeoutMs: 250 });
  const deliveries = [await impatient.deliver(TEST_MESSAGE, ''), await impatient.deliver(TEST_MESSAGE, '')];
  await impatient.close();
  const nobody = createSlackChannel({ webhookUrl: `http://127.0.0.1:1${SECRET_PATH}`, minIntervalMs: 0 });
  const nonsense = createSlackChannel({ webhookUrl: `no url ${SECRET_PATH}`, minIntervalMs: 0 });
  deliveries.push(await nobody.deliver(TEST_MESSAGE, ''), await nonsense.deliver(TEST_MESSAGE, ''));

  for (const delivery of deliveries)
    expect(delivery).toMatchObject({ outcome: 'temporary', affects: 'channel' });
  expect(JSON.stringify(deliveries)).not.toMatch(/secret|services/);
  expect(inWords(await nobody.probe())?.error).toMatch(/could not be reached/);
});

test('the probe posts nothing and knows a dead hook', async () => {
  hook.answerNext({ status: 400, body: 'no_text' }, { status: 404, body: 'no_service' });

  expect(await channel.probe()).toBeNull();
  expect(inWords(await channel.probe())?.quote).toBe('no_service');
  expect(hook.received.map(({ body }) => body.toString())).toEqual(['{}', '{}']);
});

test('keeps its distance between two messages of any receiver', async () => {
  const paced = createSlackChannel({ webhookUrl: hook.url, minIntervalMs: 60 });

  await Promise.all([1, 2, 3].map(() => paced.deliver(TEST_MESSAGE, '')));

  const [first = 0, second = 0, third = 0] = hook.received.map(({ receivedAtMs }) => receivedAtMs);
  expect(second - first).toBeGreaterThanOrEqual(55);
  expect(third - second).toBeGreaterThanOrEqual(55);
  await paced.close();
});
