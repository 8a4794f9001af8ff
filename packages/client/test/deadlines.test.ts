import { expect, test } from 'vitest';
import { esimBody, type Handler, sendData, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = usageBody().iccid;

/** Sends a body that never ends, a little at a time: no pause is long enough to be noticed as one, and whoever waits for its end waits for ever. */
function trickle(beginning: string, piece: string): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(beginning);
    const timer = setInterval(() => response.write(piece), 20);
    response.on('close', () => clearInterval(timer));
  };
}

async function readAll(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}

async function expectTimeout(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toMatchObject({ reason: 'timeout' });
}

test('a list ends at its deadline also while the caller does something else', async () => {
  const element = `${JSON.stringify(esimBody(1))},`;
  const provider = await startProvider(
    trickle(`{"status":"success","data":[${element.repeat(600)}`, element),
  );
  const client = provider.client({ retries: 0, timeouts: { list: 2 } });
  const batches = client.listEsims({ limit: 1_000 })[Symbol.asyncIterator]();
  await expect(batches.next()).resolves.toMatchObject({ done: false });
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  await expect(batches.next()).rejects.toMatchObject({ reason: 'timeout' });
});

test('a list that trickles ends at its deadline', async () => {
  const element = `${JSON.stringify(esimBody(1))},`;
  const provider = await startProvider(trickle('{"status":"success","data":[', element));
  const client = provider.client({ retries: 0, timeouts: { list: 0.3 } });
  await expectTimeout(readAll(client.listEsims({ limit: 100 })));
  await expectTimeout(readAll(client.raw.listEsims({ limit: 100 })));
});

test('every other answer that trickles ends at its deadline too', async () => {
  const provider = await startProvider(trickle('{"status":"success","data":{"notes":"', 'a'));
  const client = provider.client({ retries: 0, concurrency: 10, timeouts: { request: 0.3, apply: 0.3 } });
  const calls = [
    client.usage(ICCID),
    client.usageDetails(ICCID),
    client.changedUsageDetails(ICCID, null),
    client.topUpPackages(ICCID),
    client.packagesHistory(ICCID),
    client.esimByIccid(ICCID),
    client.esimById('e-1'),
    client.raw.usageDetails(ICCID),
    client.raw.applyProfile({ esimId: 'e-1' }),
  ];
  await Promise.all(calls.map(expectTimeout));
});

test.each([
  ['a fixed token', TOKEN],
  ['a token that is given at once', () => TOKEN],
])('the error contains the time waited, with %s', async (_, token) => {
  const provider = await startProvider(() => {});
  const call = provider.client({ retries: 0, token, timeouts: { request: 0.2 } }).usage(ICCID);
  await expect(call).rejects.toThrow('no complete answer within 0.2 s');
});

test('reading the token has no time beyond the deadline of its request', async () => {
  const provider = await startProvider((_, response) => sendData(response, usageBody()));
  const client = provider.client({ token: () => new Promise(() => {}), timeouts: { request: 0.2 } });
  await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'unauthorized', httpStatus: null });
  expect(provider.asked).toHaveLength(0);
});

test('closing ends calls in flight, in the queue, before a repetition and while the token is read', async () => {
  const provider = await startProvider((_, response, count) => {
    if (count === 1) response.writeHead(503, { 'retry-after': '60' }).end();
  });
  const busy = provider.client({ concurrency: 2 });
  const slow = provider.client({ token: () => new Promise(() => {}) });
  const calls = [busy.usage(ICCID), busy.usage(ICCID), busy.usage(ICCID), slow.usage(ICCID)];
  const ends = Promise.allSettled(calls);
  await expect.poll(() => provider.asked.length).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.all([busy.close(), slow.close()]);
  for (const end of await ends) expect(end).toMatchObject({ reason: { reason: 'aborted' } });
  await expect(busy.usage(ICCID)).rejects.toMatchObject({ reason: 'aborted' });
});

test('waits of apply must be above zero, and its look-ups count towards them', async () => {
  const provider = await startProvider((request, response) => {
    if (request.method === 'POST') response.writeHead(504).end();
    else response.writeHead(503).end();
  });
  const client = provider.client({ retries: 0, breakAfter: 1_000 });
  for (const wait of [0, -1, Number.NaN]) {
    const call = client.applyProfile({ esimId: 'e' }, { firstWait: wait });
    await expect(call).rejects.toMatchObject({ reason: 'bad-request' });
  }
  expect(provider.asked).toHaveLength(0);
  const call = client.applyProfile({ esimId: 'e' }, { waitAtMost: 2, firstWait: 0.02 });
  await expect(call).rejects.toMatchObject({ reason: 'pending' });
  expect(provider.asked.length).toBeGreaterThan(2);
});
