import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodePushEvent, isSigned } from '@roamwatch/client';
import { expect, onTestFinished, test } from 'vitest';
import { askData, postJson, simulate } from './asking.js';

const HOUR = 3_600;

interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Takes events, and answers the next ones with these statuses, then 200. */
async function receiver(...statuses: number[]) {
  const received: Received[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ body, headers: request.headers });
    response.writeHead(statuses.shift() ?? 200).end('{"code":200,"status":"success"}');
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/push/roamify`;
  return { received, url };
}

const signatureOf = ({ headers }: Received) => String(headers['x-roamify-signature']);
const isGood = (event: Received, secret = 'simulator-push-secret') =>
  isSigned(Buffer.from(event.body), signatureOf(event), [secret]);
const decoded = ({ body }: Received) => decodePushEvent(JSON.parse(body)).event;

test('events that are ordered over HTTP are signed, and the client reads every shape alike', async () => {
  const { received, url } = await receiver();
  const simulator = await simulate({ size: 5, mix: { almostEmpty: 1 }, pushUrl: url });
  const [iccid = ''] = simulator.truth.iccids();
  for (const shape of ['documented', 'sample', 'bytes']) {
    const order = { event: 'usage', iccid, shape, remainingShare: 0.5 };
    expect(JSON.parse((await postJson(simulator, '/_simulator/push', order)).text).data).toEqual([
      { status: 200, attempts: 1 },
    ]);
  }
  expect(received.every((one) => isGood(one))).toBe(true);
  const figures = received.map((one) => {
    const event = decoded(one);
    return event?.kind === 'usage' ? event.figures : null;
  });
  expect(figures[0]).not.toBeNull();
  for (const one of figures) {
    expect(one?.allowanceBytes).toBe(figures[0]?.allowanceBytes);
    expect(one?.remainingBytes).toBe((figures[0]?.allowanceBytes ?? 0) / 2);
  }
});

test('status, balance and other events have the kinds that they should', async () => {
  const { received, url } = await receiver();
  const simulator = await simulate({ size: 3 });
  const iccid = simulator.truth.iccids()[0] ?? '';
  await simulator.push.send({ event: 'status', iccid, status: 'INACTIVE', url, secret: 'mine' });
  for (const event of ['low_balance', 'insufficient_balance', 'top_up', 'order'] as const)
    await simulator.push.send({ event, url, secret: 'mine', late: 60 });
  expect(received.every((one) => isGood(one, 'mine'))).toBe(true);
  expect(received.map((one) => decoded(one))).toMatchObject([
    { kind: 'status', status: 'INACTIVE', at: simulator.clock.now() },
    { kind: 'balance', change: 'low', at: simulator.clock.now() - 60 },
    { kind: 'balance', change: 'insufficient' },
    { kind: 'balance', change: 'topped-up' },
    { kind: 'other' },
  ]);
});

test('wrong ones are wrong, and repeated ones the same byte for byte', async () => {
  const { received, url } = await receiver();
  const simulator = await simulate({ size: 1 });
  for (const wrong of ['signature', 'unsigned', 'tampered', 'not-json', 'too-large'] as const)
    await simulator.push.send({ event: 'order', url, wrong });
  expect(received.map((one) => one.headers['x-roamify-signature'] !== undefined && isGood(one))).toEqual([
    ...[false, false, false, true, true],
  ]);
  expect(received[4]?.body.length).toBeGreaterThan(65_536);
  await simulator.push.send({ event: 'order', url, times: 3 });
  expect(new Set(received.slice(-3).map(({ body }) => body)).size).toBe(1);
});

test('an event that is not answered 200 is sent again, and answers are counted', async () => {
  const { received, url } = await receiver(503);
  const simulator = await simulate({ size: 1 });
  expect(await simulator.push.send({ event: 'order', url })).toEqual([{ status: 200, attempts: 2 }]);
  expect(received).toHaveLength(2);
  const nowhere = 'http://127.0.0.1:1/';
  expect(await simulator.push.send({ event: 'order', url: nowhere, retry: false })).toEqual([
    { status: null, attempts: 1 },
  ]);
  expect(await askData(simulator, '/_simulator/push')).toEqual({ 200: 1, none: 1 });
});

test('by itself it sends a figure of each active eSIM every four hours, and when much of a package is used', async () => {
  const { received, url } = await receiver();
  const simulator = await simulate({ size: 60, mix: { almostEmpty: 1 }, pushUrl: url });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(received).toEqual([]);
  for (let hours = 0; hours < 48; hours += 4) {
    simulator.clock.advance(4 * HOUR);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(received.every((one) => isGood(one))).toBe(true);
  const events = received.map((one) => decoded(one));
  expect(events.some((event) => event?.kind === 'usage')).toBe(true);
  for (const event of events) {
    if (event?.kind !== 'usage' || event.iccid === null || event.at === null) continue;
    expect(simulator.truth.esim(event.iccid).iccid).toBe(event.iccid);
    expect(event.at).toBeLessThanOrEqual(simulator.clock.now());
  }
});

test.each([
  {},
  { event: 'earthquake' },
  { event: 'usage' },
  { event: 'order', iccid: '8944' },
  { event: 'usage', iccid: '8944000000000000000' },
  { event: 'order', url: 'ftp://example.com' },
  { event: 'order' },
  { event: 'order', times: 0 },
  { event: 'order', wrong: 'everything' },
  { event: 'order', secrets: 'x' },
])('the order %j is refused', async (order) => {
  const simulator = await simulate({ size: 1 });
  expect((await postJson(simulator, '/_simulator/push', order)).status).toBe(400);
});
