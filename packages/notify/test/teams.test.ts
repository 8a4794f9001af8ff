import { type HookCatcher, startHookCatcher } from '@roamwatch/test-peers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Channel, createTeamsChannel, type Message } from '../src/index.js';
import type { TeamsPayload } from '../src/teams/render.js';
import { sizeInTeams } from '../src/teams/size.js';
import { inWords } from './in-words.js';
import { alerts, esim, item, MIXED, manyAlerts, TEST_MESSAGE } from './messages.js';

const SECRET_PATH = '/workflows/0123/triggers/manual/paths/invoke?api-version=1&sig=XXXXsecretXXXX';

let hook: HookCatcher;
let channel: Channel;

beforeEach(async () => {
  hook = await startHookCatcher();
  channel = createTeamsChannel({ webhookUrl: hook.url + SECRET_PATH, minIntervalMs: 0 });
});
afterEach(async () => {
  await channel.close();
  await hook.close();
});

async function post(message: Message): Promise<TeamsPayload> {
  hook.answerNext({ status: 202, body: '' });
  expect(await channel.deliver(message, '')).toEqual({ outcome: 'sent' });
  return JSON.parse(hook.received.at(-1)?.body.toString() ?? '');
}

/** What a reader sees, without the card around it. */
function textOf(payload: TeamsPayload): string {
  return [...JSON.stringify(payload).matchAll(/"(?:text|title)":("(?:[^"\\]|\\.)*")/g)]
    .map(([, text = '""']) => JSON.parse(text) as string)
    .join('\n');
}

test('a mixed message is one card', async () => {
  expect(await post(MIXED)).toMatchSnapshot();
  expect(hook.received[0]?.path).toBe(SECRET_PATH);
  expect(hook.received[0]?.headers['content-type']).toContain('application/json');
});

test.each([1, 10, 11, 500])('%i eSIMs: as many as fit are shown, the others counted', async (count) => {
  const payload = await post(manyAlerts(count));
  const text = textOf(payload);

  expect(sizeInTeams(payload)).toBeLessThan(28 * 1024);
  expect(text).toContain('Anna Kern');
  expect(text).toContain('ICCID 8944000000000000000');
  expect(text).toContain('roamwatch alerts ack 1');
  const shown = text.match(/roamwatch alerts ack/g)?.length ?? 0;
  expect(shown).toBe(Math.min(count, 10));
  expect(text.includes(`and ${count - shown} more`)).toBe(count > 10);
});

test('long texts leave room for fewer eSIMs, and the others are counted', async () => {
  const long = Array.from({ length: 10 }, (_, index) =>
    item(index, {
      rule: '"'.repeat(60),
      esim: esim(index, { label: '\\"'.repeat(40), project: '"'.repeat(40) }),
    }),
  );
  const links = { pageUrl: `https://roamwatch.example.com/${'x'.repeat(900)}` };
  const text = textOf(await post({ ...alerts(long), ...links }));

  expect(text).toMatch(/and \d+ more/);
});

test('nothing from outside is markup, a macro or a mention', async () => {
  const label = '**b** [x](https://evil.example) <at>everyone</at> {{DATE(2025-01-01T00:00:00Z)}}';
  const payload = await post(alerts([item(0, { esim: esim(0, { label }) })]));

  expect(textOf(payload)).not.toContain('{{');
  expect(JSON.stringify(payload)).not.toMatch(/"type":"TextBlock"|"entities"/);
});

test.each([
  [
    404,
    '{"error":{"code":"WorkflowNotFound","message":"The workflow \'secret\' could not be found."}}',
    'permanent',
    'channel',
  ],
  [400, '{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"…"}}', 'permanent', 'channel'],
  [401, '{"error":{"code":"DirectApiAuthorizationRequired","message":"sig=secret"}}', 'permanent', 'channel'],
  [410, '<html>secret</html>', 'permanent', 'channel'],
  [302, '', 'permanent', 'channel'],
  [429, '', 'temporary', 'channel'],
  [500, '', 'temporary', 'message'],
  [502, '{"error":{"code":"NoResponse"}}', 'temporary', 'message'],
] as const)('%i %s is %s, and the address stays secret', async (status, body, outcome, affects) => {
  hook.answerNext({ status, body, headers: { location: `${hook.url}/elsewhere`, 'Retry-After': '30' } });

  const delivery = await channel.deliver(TEST_MESSAGE, '');
  expect(delivery).toMatchObject({
    outcome,
    ...(outcome === 'temporary' ? { affects, retryAfter: 30 } : {}),
  });
  expect(JSON.stringify(delivery)).not.toMatch(/secret|workflows|127\.0\.0\.1/);
  expect(hook.received).toHaveLength(1);
});

test('no answer, a cut connection and nobody there are temporary, and reveal nothing secret', async () => {
  hook.answerNext('hang', 'cut');
  const webhookUrl = hook.url + SECRET_PATH;
  const impatient = createTeamsChannel({ webhookUrl, minIntervalMs: 0, timeoutMs: 250 });
  const deliveries = [await impatient.deliver(TEST_MESSAGE, ''), await impatient.deliver(TEST_MESSAGE, '')];
  await impatient.close();
  const nobody = createTeamsChannel({ webhookUrl: `http://127.0.0.1:1${SECRET_PATH}`, minIntervalMs: 0 });
  deliveries.push(await nobody.deliver(TEST_MESSAGE, ''));

  for (const delivery of deliveries)
    expect(delivery).toMatchObject({ outcome: 'temporary', affects: 'channel' });
  expect(JSON.stringify(deliveries)).not.toMatch(/secret|workflows/);
  expect(inWords(await nobody.probe())?.error).toMatch(/could not be reached/);
  await nobody.close();
});

test('the probe starts no workflow', async () => {
  expect(await channel.probe()).toBeNull();
  expect(hook.received.map(({ body }) => body.toString()).join('')).toBe('');
});

test('keeps its distance between two messages of any receiver', async () => {
  const paced = createTeamsChannel({ webhookUrl: hook.url, minIntervalMs: 60 });

  await Promise.all([1, 2].map(() => paced.deliver(TEST_MESSAGE, '')));

  const [first = 0, second = 0] = hook.received.map(({ receivedAtMs }) => receivedAtMs);
  expect(second - first).toBeGreaterThanOrEqual(55);
  await paced.close();
});
