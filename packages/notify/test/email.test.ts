import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MailCatcher, type MailFault, startMailCatcher } from '@roamwatch/test-peers';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmailChannel } from '../src/email/send.js';
import { COLOUR } from '../src/email/style.js';
import type { Channel, EmailConfig, Message } from '../src/index.js';
import { recorded } from './findings.js';
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
  NOW,
  TEST_MESSAGE,
} from './messages.js';

const FROM = 'Roamwatch <alerts@example.com>';
const TO = 'ops@example.com';

let mail: MailCatcher;
let channel: Channel;

beforeEach(async () => {
  mail = await startMailCatcher();
  channel = connect();
});
afterEach(async () => {
  await channel.close();
  await mail.close();
});

function connect(given: Partial<EmailConfig> = {}): Channel {
  return createEmailChannel({
    host: mail.host,
    port: mail.port,
    from: FROM,
    ...given,
  });
}

async function deliver(message: Message) {
  expect(await channel.deliver(composedFor(channel, message), TO)).toEqual({ outcome: 'sent' });
  const caught = mail.received.at(-1);
  if (!caught) throw new Error('nothing arrived');
  return caught;
}

test('shows how many and the worst, and everything about each eSIM, in text and in HTML', async () => {
  const { subject, text, html, headers, from, to } = await deliver(MIXED);

  expect(subject).toBe(
    '[critical] 4 eSIMs need attention (2 critical), 1 resolved: Anna Kern has 42 MB of 1 GB left, …',
  );
  expect({ from, to }).toEqual({ from: 'alerts@example.com', to: [TO] });
  expect(text).toMatchSnapshot();
  for (const part of [text, html.replace(/<[^>]+>/g, ' ')]) {
    expect(part).toContain('42 MB of 1 GB left (4.1 %)');
    expect(part).toContain('package expires in 50 h (Wed 5 Feb, 14:00 GMT)');
    expect(part).toContain('ICCID 8944000000000000000');
    expect(part).toContain('roamwatch alerts ack 11');
    expect(part).toContain('Open for 3 days; reminder 2. The full 1 GB has been used');
    expect(part).toContain('Topped up: 1 GB of 2 GB left');
  }
  expect(headers.get('auto-submitted')).toBe('auto-generated');
  expect(headers.get('x-auto-response-suppress')).toBe('All');
});

test('has a stable Message-ID and forms a thread', async () => {
  const earlier = Array.from({ length: 40 }, (_, index) => `old-${index}`);
  const message = alerts([item()], { id: 'm-9', earlierMessageIds: earlier });

  const [first, again] = [await deliver(message), await deliver(message)];

  expect(first.headers.get('message-id')).toBe('<m-9@roamwatch.example.com>');
  expect(again.headers.get('message-id')).toBe(first.headers.get('message-id'));
  expect(first.headers.get('in-reply-to')).toBe('<old-39@roamwatch.example.com>');
  const references = first.headers.get('references')?.split(' ') ?? [];
  expect(references).toHaveLength(20);
  expect(references[0]).toBe('<old-0@roamwatch.example.com>');
  expect((await deliver(TEST_MESSAGE)).headers.has('references')).toBe(false);
});

test('the HTML needs nothing from outside and runs nothing', async () => {
  const { html } = await deliver(MIXED);

  expect(html).not.toMatch(/<(img|script|link|iframe|svg|form|a)\b|url\(|https?:|@import|\son\w+=/i);
  expect(html.match(/<table/g)?.length).toBe(html.match(/<\/table>/g)?.length);
  const structure = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/ style="[^"]*"/g, '');
  expect(structure).toMatchSnapshot();
});

test('a label cannot break out', async () => {
  for (const label of HOSTILE_LABELS) {
    const hostile = esim(0, { label, costCentre: label, notes: [label], topUps: [] });
    const caught = await deliver(alerts([item(0, { esim: hostile, reason: recorded(label) })]));

    expect(caught.headers.has('bcc')).toBe(false);
    expect(caught.to).toEqual([TO]);
    expect(caught.subject.length).toBeLessThanOrEqual(160);
    expect(caught.subject).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
    expect(caught.html).not.toContain('<script');
    expect(caught.text).toContain('42 MB of 1 GB left (4.1 %)');
  }
});

test('a few eSIMs come in full detail', async () => {
  const { text, html } = await deliver(alerts(MIXED.items.slice(0, 3)));

  for (const part of [text, html.replace(/<[^>]+>/g, ' ')]) {
    expect(part).toContain('Top up: 1 GB - 7 Days for 4.50 USD or 3 GB - 30 Days for 9.00 USD.');
    expect(part).toContain('Dial *123# to see what is left.');
    expect(part).toContain('alert 1, low-data, since Mon 3 Feb, 12:00 GMT');
  }
});

test('remaining data has a bar in a separate colour', async () => {
  const { html } = await deliver(alerts([item(0)]));
  const bar = /class="rw-left"[^>]* bgcolor="(#[0-9a-f]{6})"/.exec(html)?.[1];

  expect(bar).toBeDefined();
  expect(Object.values(COLOUR)).not.toContain(bar);
});

test('mail programs can file the messages of a receiver, and show more than the subject in their lists', async () => {
  const { headers, html } = await deliver(alerts([item(0), item(1)], { receiver: 'Night "shift" 2' }));

  expect(headers.get('list-id')).toBe('<night-shift-2.roamwatch.example.com>');
  expect(html).toMatch(/<div style="display:none[^>]*>Also: Bus 12 has 42 MB of 1 GB left/);
});

test('up to fifteen eSIMs are listed; from eleven on the CSV has them all', async () => {
  const [ten, eleven, thirty] = [
    await deliver(manyAlerts(10)),
    await deliver(manyAlerts(11)),
    await deliver(manyAlerts(30)),
  ];

  expect(ten.attachments).toEqual([]);
  expect(ten.text).toContain('Traveller 9');
  expect(eleven.text).toContain('Traveller 10');
  expect(eleven.text).toContain('All 11 eSIMs are in the attached roamwatch-alerts.csv.');
  expect(thirty.text).toContain('and 15 more. All 30 eSIMs are in the attached roamwatch-alerts.csv.');
  expect(csvOf(eleven)).toHaveLength(11);
});

test('the CSV of a large digest opens in a spreadsheet, exact and harmless', async () => {
  const items = manyAlerts(500).items.map((one, index) =>
    index === 0
      ? {
          ...one,
          esim: esim(0, { label: '=cmd|x', costCentre: '-5', project: '0042', remainingBytes: null }),
        }
      : one,
  );
  const caught = await deliver(alerts(items));

  const [first, second] = csvOf(caught);
  expect(caught.subject).toMatch(/^\[critical\] 500 eSIMs need attention \(500 critical\): /);
  expect(csvOf(caught)).toHaveLength(500);
  expect(first).toMatchObject({
    label: "'=cmd|x",
    cost_centre: "'-5",
    project: '="0042"',
    remaining_bytes: '',
    remaining_percent: '',
  });
  expect(second).toMatchObject({
    iccid: '="8944000000000000001"',
    remaining_bytes: '44040192',
    remaining_percent: '4.1',
    expires_at: '2025-02-05T14:00:00Z',
  });
  expect(caught.html.length).toBeLessThan(100_000);
});

function csvOf({
  attachments,
}: {
  attachments: readonly { content: Buffer }[];
}): readonly Record<string, string>[] {
  const content = attachments[0]?.content ?? Buffer.alloc(0);
  expect(content.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  return parse(content, { bom: true, columns: true, record_delimiter: '\r\n' });
}

test('a test is marked as one, a notice describes the event, a first start is marked', async () => {
  const [test, notice, first] = [
    await deliver(TEST_MESSAGE),
    await deliver(NOTICE),
    await deliver(alerts([item()], { firstStart: true })),
  ];

  expect(test.subject).toMatch(/^\[test\] /);
  expect(test.text).toContain('This is a test. No action is needed.');
  expect(notice.subject).toBe('[notice] A message to "team" was given up');
  expect(notice.text).toContain('Make a new one.');
  expect(first.text).toContain('Roamwatch has just started monitoring these eSIMs.');
});

test('sends report files, and does not try for ever to send one that is gone', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'roamwatch-email-'));
  const path = join(dir, 'usage.csv');
  await writeFile(path, 'a,b\r\n1,2\r\n');
  const report: Message = {
    ...NOTICE,
    kind: 'report',
    title: 'Usage 2025-01',
    text: 'January is ready.',
    attachments: [{ fileName: 'usage-2025-01.csv', path }],
  };

  const caught = await deliver(report);
  await rm(dir, { recursive: true });

  expect(caught.attachments[0]?.fileName).toBe('usage-2025-01.csv');
  expect(caught.attachments[0]?.content.toString()).toBe('a,b\r\n1,2\r\n');
  expect(await channel.deliver(report, TO)).toMatchObject({ outcome: 'permanent' });
});

const refusals: readonly [MailFault['at'], number, string, object, RegExp][] = [
  ['connect', 554, 'no service', { outcome: 'temporary', affects: 'channel' }, /smtp\.host/],
  ['sender', 550, 'sender unknown', { outcome: 'temporary', affects: 'channel' }, /^check smtp\.from$/],
  ['sender', 552, 'too large', { outcome: 'permanent' }, /raise its limit/],
  ['recipient', 550, '5.1.1 no such user', { outcome: 'permanent' }, /^check the address/],
  ['recipient', 553, 'bad mailbox name', { outcome: 'permanent' }, /^check the address/],
  ['recipient', 450, 'greylisted', { outcome: 'temporary', affects: 'message' }, /^if it persists, contact/],
  ['recipient', 421, 'too many', { outcome: 'temporary', affects: 'channel' }, /^if it persists, contact/],
  ['recipient', 550, '5.7.1 relaying denied', { outcome: 'temporary' }, /relay/],
  [
    'recipient',
    530,
    '5.7.0 authentication required',
    { outcome: 'temporary', affects: 'channel' },
    /^set smtp\.username/,
  ],
  ['data', 451, 'try later', { outcome: 'temporary', affects: 'message' }, /^if it persists, contact/],
  ['data', 554, 'content refused', { outcome: 'permanent' }, /spam filter/],
];

test.each(refusals)(
  'refused at "%s" with %i %s: what follows, and advice that fits',
  async (at, code, text, expected, advice) => {
    mail.setFaults([{ at, how: { code, text } }]);

    const refused = await channel.deliver(TEST_MESSAGE, TO);
    expect(refused).toMatchObject(expected);
    expect(inWords(refused)).toMatchObject({
      quote: expect.stringContaining(`${code} ${text}`),
      advice: expect.stringMatching(advice),
    });
    mail.setFaults([]);
    expect(await channel.deliver(TEST_MESSAGE, TO)).toEqual({ outcome: 'sent' });
  },
);

test.each(['connect', 'sender', 'recipient', 'data', 'accepted'] as const)(
  'a hang or a cut at "%s" is temporary, and the next message gets through',
  async (at) => {
    const impatient = connect({ timeoutMs: 3_000, finalReplyMs: 3_000 });
    for (const how of ['hang', 'cut'] as const) {
      mail.setFaults([{ at, how, times: 1 }]);
      expect(await impatient.deliver(TEST_MESSAGE, TO)).toMatchObject({ outcome: 'temporary' });
    }
    expect(await impatient.deliver(TEST_MESSAGE, TO)).toEqual({ outcome: 'sent' });
    await impatient.close();
    const ids = new Set(mail.received.map(({ headers }) => headers.get('message-id')));
    expect(mail.received).toHaveLength(at === 'accepted' ? 3 : 1);
    expect(ids.size).toBe(1);
  },
);

test('nobody there, a name nobody knows, encryption refused: our set-up, so temporary and for all', async () => {
  const faulty = [
    connect({ port: 1 }),
    connect({ host: 'no-such-host.invalid' }),
    connect({ requireTls: true }),
  ];

  for (const one of faulty) {
    expect(await one.deliver(TEST_MESSAGE, TO)).toMatchObject({ outcome: 'temporary', affects: 'channel' });
    expect(inWords(await one.probe())?.advice).toMatch(/check smtp/);
    await one.close();
  }
});

test('TLS from the first byte where the server speaks plain text is reported in words', async () => {
  const secure = connect({ secure: true });
  expect(inWords(await secure.probe())).toEqual({
    error: 'the mail server does not begin with TLS there',
    quote: null,
    advice: 'check smtp.port and smtp.tls',
  });
  await secure.close();
});

test('a certificate nobody vouches for does for a relay on this machine, unless TLS is required', async () => {
  await mail.close();
  mail = await startMailCatcher({ startTls: true });
  const strict = connect({ requireTls: true });
  channel = connect();

  expect(await strict.deliver(TEST_MESSAGE, TO)).toMatchObject({ outcome: 'temporary', affects: 'channel' });
  expect(mail.received).toEqual([]);
  expect(await channel.deliver(TEST_MESSAGE, TO)).toEqual({ outcome: 'sent' });
  await strict.close();
});

test('logs in, and reports a rejected login without the password', async () => {
  await mail.close();
  mail = await startMailCatcher({ auth: { username: 'me', password: 'right-one' } });
  const wrong = connect({ username: 'me', password: 'wr0ng-one' });
  channel = connect({ username: 'me', password: 'right-one' });

  expect(await channel.probe()).toBeNull();
  expect(await channel.deliver(TEST_MESSAGE, TO)).toEqual({ outcome: 'sent' });
  const refused = await wrong.deliver(TEST_MESSAGE, TO);
  expect(refused).toMatchObject({
    outcome: 'temporary',
    affects: 'channel',
    fault: { kind: 'mail', problem: 'login-rejected' },
  });
  expect(inWords(refused)?.advice).toBe('check smtp.username and smtp.passwordFile');
  expect(JSON.stringify([refused, await wrong.probe()])).not.toContain('wr0ng-one');
  expect(mail.received).toHaveLength(1);
  await wrong.close();
});

test.each([
  '',
  'nobody',
  'a@b@c',
  'a@example.com, b@example.com',
  'a@example.com\r\nRCPT TO:<b@example.com>',
  '<a@example.com>',
  'a b@example.com',
])('what is no single address is refused before any conversation: %j', async (recipient) => {
  expect(await channel.deliver(TEST_MESSAGE, recipient)).toMatchObject({ outcome: 'permanent' });
  expect(mail.connections).toBe(0);
});

test('the date is that of the message, not of the attempt', async () => {
  const { headers } = await deliver(TEST_MESSAGE);
  expect(Date.parse(headers.get('date') ?? '')).toBe(NOW * 1000);
});
