import type { Dispatcher } from 'undici';
import { expect, test } from 'vitest';
import { createRoamifyClient, type RoamifyClientOptions } from '../src/index.js';
import { sendData, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = usageBody().iccid;
const create = (options: Partial<RoamifyClientOptions>) =>
  createRoamifyClient({ baseUrl: 'http://127.0.0.1:1', token: TOKEN, ...options });

const HUGE = 2 ** 31 / 1000;

test.each<[string, Partial<RoamifyClientOptions>]>([
  ['an empty token', { token: '' }],
  ['a blank token', { token: ' \n' }],
  ['a token of two lines', { token: 'abc\r\nX-Other: 1' }],
  ['no token', { token: undefined as unknown as string }],
  ['a time-out no timer holds', { timeouts: { request: HUGE } }],
  ['the same for apply', { timeouts: { apply: HUGE } }],
  ['the same for the list', { timeouts: { list: Number.POSITIVE_INFINITY } }],
  ['a time-out of zero', { timeouts: { request: 0 } }],
  ['a time-out that is no number', { timeouts: { request: Number.NaN } }],
  ['retries that are no number', { retries: Number.NaN }],
  ['half a retry', { retries: 0.5 }],
  ['retries below zero', { retries: -1 }],
  ['retries without end', { retries: Number.POSITIVE_INFINITY }],
  ['a concurrency that is no number', { concurrency: Number.NaN }],
  ['half a request at a time', { concurrency: 0.5 }],
  ['an endless concurrency', { concurrency: Number.POSITIVE_INFINITY }],
  ['a rate that is no number', { requestsPerSecond: Number.NaN }],
  ['an hourly limit that fills the memory', { requestsPerHour: 1e12 }],
  ['half a request an hour', { requestsPerHour: 0.5 }],
  ['earlier requests that are no number', { requestsBefore: [{ secondsAgo: Number.NaN, count: 1 }] }],
  ['earlier requests below zero', { requestsBefore: [{ secondsAgo: 1, count: -1 }] }],
  ['a breaker that is no number', { breakAfter: Number.NaN }],
  ['a user agent of two lines', { userAgent: 'me\r\nX-Other: 1' }],
  ['an empty user agent', { userAgent: '' }],
  ['a base URL with a line break', { baseUrl: 'http://127.0.0.1:1/\r\nX' }],
  ['a hook that is no function', { hooks: { after: {} as () => void } }],
  ['a debug log that is no function', { debug: console as unknown as (line: string) => void }],
  ['a list of places that is no function', { knownPlaces: [] as unknown as () => [] }],
  ['a dispatcher that dispatches nothing', { dispatcher: {} as Dispatcher }],
  ['no dispatcher', { dispatcher: null as unknown as Dispatcher }],
  ['a certificate that is none', { caCertificates: 'not a certificate' }],
  [
    'a damaged certificate',
    { caCertificates: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
  ],
])('%s is rejected when the client is made', (_, options) => {
  expect(() => create(options)).toThrow(TypeError);
});

test('options that are missing are rejected for people as well', () => {
  expect(() => createRoamifyClient(undefined as unknown as RoamifyClientOptions)).toThrow(
    'the options are missing',
  );
});

test('values at the edge are accepted', async () => {
  const edges: Partial<RoamifyClientOptions>[] = [
    { timeouts: { request: 2_147_483, apply: 0.001 } },
    { retries: 0, breakAfter: Number.POSITIVE_INFINITY, requestsPerSecond: Number.POSITIVE_INFINITY },
    { requestsPerHour: 1, requestsBefore: [{ secondsAgo: 0, count: Number.MAX_SAFE_INTEGER }] },
  ];
  for (const options of edges) await create(options).close();
});

test('a token keeps no line break from the file it was read from', async () => {
  const provider = await startProvider((request, response) => {
    expect(request.headers.authorization).toBe('Bearer abcd');
    sendData(response, usageBody());
  });
  await provider.client({ token: 'abcd\n' }).usage(ICCID);
});

test.each<[string, () => string | Promise<string>]>([
  ['throws', () => raise('/run/secrets/token')],
  ['rejects', () => Promise.reject(new Error('/run/secrets/token'))],
  ['is empty', () => ''],
  ['is blank', async () => '  '],
  ['returns nothing', () => undefined as unknown as string],
])('a token function that %s ends the call without a request', async (_, token) => {
  const provider = await startProvider((_request, response) => sendData(response, usageBody()));
  const error = await provider
    .client({ token, breakAfter: 1 })
    .usage(ICCID)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'RoamifyError', reason: 'unauthorized', refused: true });
  expect(String(error)).not.toContain('/run');
  expect(provider.asked).toHaveLength(0);
});

function raise(message: string): never {
  throw new Error(message);
}

test.each([
  ['empty', ''],
  ['blank', ' '],
  ['half a character', '8944\uD800'],
  ['control characters', '8944\u0000'],
  ['nothing', undefined as unknown as string],
])('an ICCID or eSIM ID that is %s is not sent', async (_, id) => {
  const provider = await startProvider((_request, response) => sendData(response, usageBody()));
  const client = provider.client();
  const calls = [
    client.usageDetails(id),
    client.raw.usage(id),
    client.esimById(id),
    client.topUpPackages(id),
  ];
  for (const call of calls)
    await expect(call).rejects.toMatchObject({ reason: 'bad-request', httpStatus: null });
  await expect(client.applyProfile({ esimId: id })).rejects.toMatchObject({ reason: 'bad-request' });
  expect(provider.asked).toHaveLength(0);
});
