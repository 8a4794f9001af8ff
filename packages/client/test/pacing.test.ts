import { expect, test } from 'vitest';
import { createRoamifyClient, type RequestInfo } from '../src/index.js';
import { sendData, sendJson, startProvider, usageBody } from './provider.js';

const ICCID = '894000000000029365';
const BUSY = { status: 'failed', message: 'busy' };

test('a temporary failure is retried, and every attempt is reported', async () => {
  const provider = await startProvider((_, response, count) => {
    if (count === 1) sendJson(response, BUSY, 503);
    else if (count === 2) response.destroy();
    else sendData(response, usageBody());
  });
  const requests: RequestInfo[] = [];
  const client = provider.client({ hooks: { after: (request) => void requests.push(request) } });
  expect(await client.usage(ICCID)).toMatchObject({ allowed: 1024 });
  expect(requests).toMatchObject([
    { attempt: 1, httpStatus: 503, error: 'unavailable' },
    { attempt: 2, httpStatus: null, error: 'network' },
    { attempt: 3, httpStatus: 200, error: null },
  ]);
});

test('a permanent failure is not retried', async () => {
  const provider = await startProvider((_, response) => sendJson(response, BUSY, 400));
  await expect(provider.client().usage(ICCID)).rejects.toMatchObject({ reason: 'bad-request' });
  expect(provider.asked).toHaveLength(1);
});

test.each([
  ['seconds', () => '1'],
  ['an HTTP date', () => new Date(Date.now() + 2000).toUTCString()],
])('Retry-After as %s holds back every call', async (_, retryAfter) => {
  const at: number[] = [];
  const provider = await startProvider((_request, response, count) => {
    at.push(performance.now());
    if (count === 1) sendJson(response, BUSY, 429, { 'retry-after': retryAfter() });
    else sendData(response, usageBody());
  });
  const client = provider.client({ concurrency: 1 });
  await Promise.all([client.usage(ICCID), client.usage(ICCID)]);
  const [first = 0, second = 0] = at;
  expect(at).toHaveLength(3);
  expect(second - first).toBeGreaterThanOrEqual(900);
});

test('a long Retry-After is not waited for: this call and the next return when to retry', async () => {
  const provider = await startProvider((_, response) =>
    sendJson(response, BUSY, 429, { 'retry-after': '3600' }),
  );
  const client = provider.client();
  await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'rate-limited', retryAfter: 3600 });
  await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'rate-limited', httpStatus: null });
  expect(provider.asked).toHaveLength(1);
});

test("an hour's budget is never exceeded", async () => {
  const provider = await startProvider((_, response) => sendData(response, usageBody()));
  const client = provider.client({ requestsPerHour: 3 });
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => client.usage(ICCID)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(ends.at(-1)).toMatchObject({ reason: { reason: 'budget-spent', temporary: true } });
  expect(provider.asked).toHaveLength(3);
});

test('no more calls are in flight than allowed', async () => {
  let inFlight = 0;
  let most = 0;
  const provider = await startProvider((_, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    setTimeout(() => {
      inFlight -= 1;
      sendData(response, usageBody());
    }, 5);
  });
  const client = provider.client({ concurrency: 3 });
  await Promise.all(Array.from({ length: 20 }, () => client.usage(ICCID)));
  expect(most).toBe(3);
});

test('a dead provider is left alone after several failures running', async () => {
  const provider = await startProvider((_, response) => sendJson(response, BUSY, 500));
  const client = provider.client({ retries: 0, breakAfter: 3, concurrency: 1 });
  const ends = await Promise.allSettled(Array.from({ length: 6 }, () => client.usage(ICCID)));
  const reasons = ends.map((end) => (end.status === 'rejected' ? end.reason.reason : 'fulfilled'));
  expect(reasons).toEqual([...Array(3).fill('unavailable'), ...Array(3).fill('circuit-open')]);
  expect(provider.asked).toHaveLength(3);
});

test('a limit that would let nothing through is refused at once', () => {
  for (const limit of [{ concurrency: 0 }, { requestsPerSecond: -1 }, { requestsPerHour: Number.NaN }]) {
    expect(() => createRoamifyClient({ baseUrl: 'http://127.0.0.1', token: 't', ...limit })).toThrow(
      TypeError,
    );
  }
});
