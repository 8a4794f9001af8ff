import { expect, onTestFinished, test } from 'vitest';
import { createEmailChannel } from '../src/email/send.js';
import type { Channel } from '../src/index.js';
import { inWords } from './in-words.js';
import { TEST_MESSAGE } from './messages.js';
import { startSmtpScript } from './smtp-script.js';

const TO = 'ops@example.com';

function connect(port: number, finalReplyMs = 600_000): Channel {
  const channel = createEmailChannel({
    host: '127.0.0.1',
    port,
    from: 'Roamwatch <alerts@example.com>',
    timeoutMs: 2_000,
    finalReplyMs,
  });
  onTestFinished(() => channel.close());
  return channel;
}

test('a server that accepts late, but within ten minutes of the final dot, is waited for', async () => {
  const { port } = await startSmtpScript((socket) => setTimeout(() => socket.write('250 queued\r\n'), 4_000));
  expect(await connect(port).deliver(TEST_MESSAGE, TO)).toEqual({ outcome: 'sent' });
});

test('a server that trickles after the message ends at the deadline, though it is never silent', async () => {
  const { port } = await startSmtpScript((socket) =>
    setInterval(() => socket.write('250-wait\r\n'), 20).unref(),
  );

  expect(await connect(port, 400).deliver(TEST_MESSAGE, TO)).toMatchObject({
    outcome: 'temporary',
    fault: { kind: 'mail', problem: 'no-answer', quote: null },
  });
});

test('a server that trickles its greeting, or sends one without end, is aborted', async () => {
  const endless = await startSmtpScript(() => {}, `220-${'x'.repeat(200_000)}`);
  const trickling = await startSmtpScript(() => {}, '220-never ready\r\n');
  for (const { port } of [endless, trickling]) {
    const channel = connect(port);
    expect(await channel.deliver(TEST_MESSAGE, TO)).toMatchObject({
      outcome: 'temporary',
      affects: 'channel',
    });
    expect(inWords(await channel.probe())?.error).toMatch(/the mail server/);
  }
});

test('a delivery is aborted at once when the program ends', async () => {
  const { port } = await startSmtpScript(() => {});
  const stop = new AbortController();
  const delivery = connect(port).deliver(TEST_MESSAGE, TO, stop.signal);
  setTimeout(() => stop.abort(), 300);

  expect(await delivery).toEqual({
    outcome: 'temporary',
    fault: { kind: 'mail', problem: 'stopped', quote: null },
    retryAfter: null,
    affects: 'message',
  });
});
