import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { type MailCatcher, type MailCatcherOptions, startMailCatcher, TooFewArrivals } from '../src/index.js';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});

async function start(options?: MailCatcherOptions): Promise<MailCatcher> {
  const catcher = await startMailCatcher(options);
  open.push(catcher);
  return catcher;
}

/** Sends each line once the peer has answered the one before; returns the final reply to each. */
async function converse(catcher: MailCatcher, lines: readonly string[]): Promise<readonly string[]> {
  const socket: Socket = createConnection(catcher.port, catcher.host);
  socket.on('error', () => {});
  const replies: string[] = [];
  const toSay = [...lines];
  for await (const line of createInterface({ input: socket })) {
    if (line[3] === '-') continue;
    replies.push(line);
    const next = toSay.shift();
    if (next === undefined) socket.end();
    else socket.write(`${next}\r\n`);
  }
  return replies;
}

const MESSAGE = 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nX-Note: a\r\n  b\r\n\r\nhello\r\n.';
const ENVELOPE = ['EHLO me', 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA'];

test('keeps every mail: envelope, headers, text', async () => {
  const catcher = await start();

  await converse(catcher, [...ENVELOPE, MESSAGE, 'QUIT']);

  const [mail] = await catcher.waitFor(1);
  expect(mail).toMatchObject({ from: 'a@example.com', to: ['b@example.com'], subject: 'Grüße' });
  expect(mail?.text.trim()).toBe('hello');
  expect(mail?.headers.get('x-note')).toBe('a b');
});

test.each([
  ['connect', 0],
  ['sender', 2],
  ['recipient', 3],
  ['data', 5],
  ['accepted', 5],
] as const)('refuses, then cuts, at the stage "%s"', async (at, replyAt) => {
  const catcher = await start({ faults: [{ at, how: { code: 451, text: 'later' }, times: 1 }] });

  const refused = await converse(catcher, [...ENVELOPE, MESSAGE]);
  catcher.setFaults([{ at, how: 'cut' }]);
  const cut = await converse(catcher, [...ENVELOPE, MESSAGE]);

  expect(refused[replyAt]).toMatch(/^451/);
  expect(cut).toHaveLength(replyAt);
  expect(catcher.received).toHaveLength(at === 'accepted' ? 2 : 0);
});

test('strikes only the recipient named', async () => {
  const catcher = await start({
    faults: [{ at: 'recipient', recipient: 'b@example.com', how: { code: 550 } }],
  });

  const refused = await converse(catcher, ENVELOPE.slice(0, 3));
  const other = await converse(catcher, [...ENVELOPE.slice(0, 2), 'RCPT TO:<c@example.com>']);

  expect(refused.at(-1)).toMatch(/^550/);
  expect(other.at(-1)).toMatch(/^250/);
});

test('requires the login it was given', async () => {
  const catcher = await start({ auth: { username: 'me', password: 'right' } });
  const login = (password: string) => `AUTH PLAIN ${Buffer.from(`\0me\0${password}`).toString('base64')}`;

  expect((await converse(catcher, ENVELOPE.slice(0, 2))).at(-1)).toMatch(/^530/);
  expect((await converse(catcher, ['EHLO me', login('wrong')])).at(-1)).toMatch(/^535/);
  expect((await converse(catcher, ['EHLO me', login('right')])).at(-1)).toMatch(/^235/);
});

test('reports how many arrived when too few did', async () => {
  const catcher = await start();

  await expect(catcher.waitFor(1, 20)).rejects.toThrow(TooFewArrivals);
});
