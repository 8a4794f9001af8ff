import { DAY, deliveryFaultInOneLine } from '@roamwatch/core';
import {
  type HookCatcher,
  type MailCatcher,
  startHookCatcher,
  startMailCatcher,
} from '@roamwatch/test-peers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmailChannel } from '../src/email/send.js';
import { type Channel, createSlackChannel, type DrainOptions, drainOutbox } from '../src/index.js';
import { MemoryOutbox } from './memory-outbox.js';
import { NOTICE, NOW } from './messages.js';

let mail: MailCatcher;
let hook: HookCatcher;
let outbox: MemoryOutbox;
let channels: Map<string, Channel>;
let now = NOW;
let dead: string[];

beforeEach(async () => {
  [mail, hook] = await Promise.all([startMailCatcher(), startHookCatcher()]);
  outbox = new MemoryOutbox();
  now = NOW;
  dead = [];
  channels = new Map([
    [
      'ops',
      createEmailChannel({
        ...peer(mail),
        from: 'Roamwatch <alerts@example.com>',
        timeoutMs: 3_000,
        finalReplyMs: 3_000,
      }),
    ],
    [
      'team',
      createSlackChannel({
        webhookUrl: `${hook.url}/services/T0/B0/secret`,
        minIntervalMs: 0,
      }),
    ],
  ]);
});

afterEach(async () => {
  await Promise.all([...channels.values()].map((channel) => channel.close()));
  await Promise.all([mail.close(), hook.close()]);
});

const peer = ({ host, port }: MailCatcher) => ({ host, port });
const drain = (given: Partial<DrainOptions> = {}) =>
  drainOutbox({
    outbox,
    channels,
    now: () => now,
    onDead: (entry, fault) => dead.push(`${entry.id}: ${deliveryFaultInOneLine(fault)}`),
    ...given,
  });
const recipients = () => mail.received.flatMap(({ to }) => to).sort();

test('delivers due messages once, whatever the number of drains', async () => {
  outbox
    .add('a', 'ops', 'a@example.com', NOW)
    .add('b', 'ops', 'b@example.com', NOW)
    .add('c', 'team', '', NOW);
  outbox.add('later', 'ops', 'a@example.com', NOW + 60);

  const [first, second] = await Promise.all([drain(), drain()]);

  expect([first.sent, second.sent]).toEqual([3, 0]);
  expect(await drain()).toEqual({ sent: 0, retried: 0, dead: 0, obsolete: 0 });
  expect(recipients()).toEqual(['a@example.com', 'b@example.com']);
  expect(hook.received).toHaveLength(1);
  expect(outbox.states()).toEqual({ a: 'sent', b: 'sent', c: 'sent', later: 'pending' });
});

test('a bad mailbox, a hanging one and a revoked hook delay and repeat no other message', async () => {
  mail.setFaults([
    { at: 'recipient', recipient: 'gone@example.com', how: { code: 550, text: '5.1.1 no such user' } },
    {
      at: 'recipient',
      recipient: 'full@example.com',
      how: { code: 452, text: '4.2.2 mailbox full' },
      times: 1,
    },
    { at: 'recipient', recipient: 'hang@example.com', how: 'hang' },
  ]);
  hook.answerNext({ status: 404, body: 'no_service' });
  for (const name of ['gone', 'full', 'hang', 'good']) outbox.add(name, 'ops', `${name}@example.com`, NOW);
  outbox.add('slack', 'team', '', NOW);

  expect(await drain()).toEqual({ sent: 1, retried: 2, dead: 2, obsolete: 0 });
  expect(dead.map((line) => line.split(':')[0]).sort()).toEqual(['gone', 'slack']);
  expect(recipients()).toEqual(['good@example.com']);

  now += 76;
  mail.setFaults([]);
  expect(await drain()).toMatchObject({ sent: 2 });
  expect(recipients()).toEqual(['full@example.com', 'good@example.com', 'hang@example.com']);
  expect(dead.join()).not.toContain('secret');
});

test('keeps the order within a destination', async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `m${index}`);
  for (const [place, id] of ids.entries()) outbox.add(id, 'team', '', NOW - 8 + place);
  outbox.composed = (entry) => ({ ...NOTICE, title: `title of ${entry.id}` });

  await drain();

  expect(hook.received.map(({ body }) => /title of (m\d)/.exec(body.toString())?.[1])).toEqual(ids);
});

test('a rate limit stops the queue at once and is obeyed', async () => {
  hook.answerNext({ status: 429, headers: { 'Retry-After': '300' } });
  for (let index = 0; index < 5; index += 1) outbox.add(`m${index}`, 'team', '', NOW);

  expect(await drain()).toMatchObject({ sent: 0, retried: 5 });
  expect(hook.received).toHaveLength(1);

  now += 299;
  expect(await drain()).toMatchObject({ sent: 0, retried: 0 });
  now += 1;
  expect(await drain()).toMatchObject({ sent: 5 });
});

test('a refused login is not tried for every recipient, and dead-letters nothing', async () => {
  await mail.close();
  mail = await startMailCatcher({ auth: { username: 'me', password: 'right' } });
  const wrong = createEmailChannel({
    ...peer(mail),
    username: 'me',
    password: 'wr0ng-one',
    from: 'a@example.com',
  });
  channels.set('ops', wrong);
  for (let index = 0; index < 40; index += 1) outbox.add(`m${index}`, 'ops', `u${index}@example.com`, NOW);

  expect(await drain()).toEqual({ sent: 0, retried: 40, dead: 0, obsolete: 0 });
  expect(mail.connections).toBeLessThanOrEqual(10);
  expect([...outbox.rows.values()].every((row) => !row.error?.includes('wr0ng-one'))).toBe(true);
});

test('dead-letters after 24 hours of failing, and reports it once', async () => {
  hook.answerNext(...Array.from({ length: 60 }, () => ({ status: 503 })));
  outbox.add('a', 'team', '', NOW);

  let attempts = 0;
  while (outbox.states().a === 'pending') {
    now = Math.max(now, outbox.rows.get('a')?.dueAt ?? 0);
    await drain();
    attempts += 1;
  }

  expect(now).toBe(NOW + DAY);
  expect(attempts).toBeGreaterThan(20);
  expect(attempts).toBeLessThan(45);
  expect(dead).toEqual([
    'a: not delivered within 24 hours: Slack answered 503: if it persists, check the status of the service',
  ]);
});

test('an alert that is no longer true is discarded; a channel or a composition that throws is retried; an unknown receiver is dead-lettered', async () => {
  const broken: Channel = {
    deliver: () => {
      throw new TypeError('https://hooks.example/secret');
    },
    probe: async () => null,
    close: async () => {},
  };
  channels.set('broken', broken);
  const composed = outbox.composed;
  outbox.composed = (entry) => {
    if (entry.id === 'over') return null;
    if (entry.id === 'faulty') throw new RangeError('secret');
    return composed(entry);
  };
  outbox.add('over', 'ops', 'a@example.com', NOW).add('faulty', 'ops', 'a@example.com', NOW);
  outbox
    .add('thrown', 'broken', '', NOW)
    .add('lost', 'removed', '', NOW)
    .add('good', 'ops', 'a@example.com', NOW);

  expect(await drain()).toEqual({ sent: 1, retried: 2, dead: 1, obsolete: 1 });
  expect(outbox.rows.get('thrown')?.error).toBe('sending the message failed (TypeError)');
  expect(outbox.rows.get('faulty')?.error).toBe('composing the message failed (RangeError)');
  expect(dead).toEqual([
    'lost: receiver "removed" is no longer configured: add it again, or discard the message',
  ]);
});

test('stops on request, and returns untried messages', async () => {
  const stop = new AbortController();
  for (let index = 0; index < 5; index += 1) outbox.add(`m${index}`, 'team', '', NOW);

  const counts = await drain({ signal: stop.signal, onResult: () => stop.abort() });

  expect(counts.sent).toBe(1);
  expect(await drain()).toMatchObject({ sent: 4 });
  expect(hook.received).toHaveLength(5);
});

test('leaves messages that another has claimed while it waited', async () => {
  for (let index = 0; index < 3; index += 1) outbox.add(`m${index}`, 'team', '', NOW);

  const slow = await drain({ onResult: () => void outbox.takenByAnother.add('m1') });

  expect(slow.sent).toBe(2);
  expect(outbox.states()).toEqual({ m0: 'sent', m1: 'pending', m2: 'sent' });
});

test('a database that fails ends the drain, but after the others were served', async () => {
  outbox.add('a', 'ops', 'a@example.com', NOW).add('b', 'team', '', NOW);
  const markSent = outbox.markSent.bind(outbox);
  outbox.markSent = async (id) => {
    if (id === 'b') throw new Error('disk full');
    await markSent(id);
  };

  await expect(drain()).rejects.toThrow('disk full');
  expect(outbox.states()).toEqual({ a: 'sent', b: 'pending' });
});

test('several thousand messages to as many recipients get through', async () => {
  let delivered = 0;
  channels.set('ops', {
    deliver: async () => {
      delivered += 1;
      return { outcome: 'sent' };
    },
    probe: async () => null,
    close: async () => {},
  });
  for (let index = 0; index < 3_000; index += 1) outbox.add(`m${index}`, 'ops', `u${index}@example.com`, NOW);

  expect(await drain()).toMatchObject({ sent: 3_000 });
  expect(delivered).toBe(3_000);
});
