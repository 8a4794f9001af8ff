import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  createRoamifyClient,
  type RequestInfo,
  type RoamifyClientOptions,
  RoamifyError,
} from '../src/index.js';
import { type Handler, sendData, sendJson, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = '894000000000029365';

/** Requests usage details once, from a provider that does `handler`. */
async function failureOf(handler: Handler, options: Partial<RoamifyClientOptions> = {}) {
  const provider = await startProvider(handler);
  const requests: RequestInfo[] = [];
  const hooks = { after: (request: RequestInfo) => void requests.push(request) };
  const client = provider.client({ retries: 0, hooks, ...options });
  const error = await client.usageDetails(ICCID).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RoamifyError)) throw new Error('the call was expected to fail with a RoamifyError');
  expect(requests.at(-1)?.error).toBe(error.reason);
  expect(error.message).not.toContain(TOKEN);
  return { error, provider, requests };
}

const envelope = (message: string, code?: string) => ({ status: 'failed', message, code });

test.each([
  [400, 'bad-request', false],
  [401, 'unauthorized', false],
  [403, 'forbidden', false],
  [404, 'not-found', false],
  [422, 'bad-request', false],
  [429, 'rate-limited', true],
  [500, 'unavailable', true],
  [502, 'unavailable', true],
  [503, 'unavailable', true],
  [504, 'timeout', true],
] as const)('HTTP %i is %s', async (status, reason, temporary) => {
  const { error, requests } = await failureOf((_, response) => {
    sendJson(response, envelope('No such luck', 'NO_LUCK'), status);
  });
  expect(error).toMatchObject({ reason, temporary, httpStatus: status, code: 'NO_LUCK' });
  expect(error.refused).toBe(status === 401 || status === 403);
  expect(error.message).toContain('No such luck');
  expect(requests).toMatchObject([{ operation: 'usage-details', httpStatus: status, attempt: 1 }]);
});

test('HTTP 200 with a status other than success is a failure', async () => {
  const { error } = await failureOf((_, response) => sendJson(response, envelope('Try the app')));
  expect(error).toMatchObject({ reason: 'failed', httpStatus: 200, code: null });
});

test('"still pending processing" is recognised, whatever the HTTP status', async () => {
  for (const status of [200, 400, 503]) {
    const message = 'eSIM is still pending processing';
    const { error } = await failureOf((_, response) => sendJson(response, envelope(message), status));
    expect(error).toMatchObject({ reason: 'pending', temporary: true });
  }
});

test.each<[string, Handler]>([
  [
    'HTML with 200',
    (_, response) => response.setHeader('content-type', 'text/html').end('<html>Down</html>'),
  ],
  ['truncated JSON', (_, response) => response.end('{"status":"success","data":{"iccid":"89')],
  ['an empty body', (_, response) => response.end()],
  [
    'bytes that are not what Content-Encoding says',
    (_, response) => response.setHeader('content-encoding', 'gzip').end('{}'),
  ],
  ['an encoding nobody knows', (_, response) => response.setHeader('content-encoding', 'zstd').end('{}')],
  ['a list instead of an object', (_, response) => sendData(response, [])],
  ['no data', (_, response) => sendJson(response, { status: 'success' })],
  ['a bare text', (_, response) => sendJson(response, 'success')],
  ['another eSIM', (_, response) => sendData(response, usageBody({ iccid: '8999' }))],
])('%s is unreadable', async (_, handler) => {
  const { error } = await failureOf(handler);
  expect(error).toMatchObject({ reason: 'unreadable', httpStatus: 200 });
});

test('JSON under a wrong content type is read', async () => {
  const provider = await startProvider((_, response) =>
    sendJson(response, { status: 'success', data: usageBody() }, 200, { 'content-type': 'text/plain' }),
  );
  expect(await provider.client().usageDetails(ICCID)).toMatchObject({ allowed: 1024 });
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
] as const)('a %s body is read', async (encoding, compress) => {
  const body = compress(JSON.stringify({ status: 'success', data: usageBody() }));
  const provider = await startProvider((_, response) =>
    response.setHeader('content-encoding', encoding).end(body),
  );
  expect(await provider.client().usageDetails(ICCID)).toMatchObject({ allowed: 1024, remaining: 924 });
});

test('a hanging provider times out, also when it hangs within the body', async () => {
  const timeouts = { request: 0.1 };
  expect((await failureOf(() => {}, { timeouts })).error.reason).toBe('timeout');
  const dribble: Handler = (_, response) => void response.writeHead(200).write('{"status":');
  expect((await failureOf(dribble, { timeouts })).error.reason).toBe('timeout');
});

test('a cut connection and a dead port are network failures', async () => {
  const cut: Handler = (_, response) => {
    response.writeHead(200, { 'content-length': 5000 }).write('{"status":"success"');
    setImmediate(() => response.destroy());
  };
  const { error, provider } = await failureOf(cut);
  expect(error).toMatchObject({ reason: 'network', temporary: true });

  const nobody = createRoamifyClient({ baseUrl: 'http://127.0.0.1:1', token: TOKEN, retries: 0 });
  await expect(nobody.usage(ICCID)).rejects.toMatchObject({ reason: 'network', httpStatus: null });
  await nobody.close();
  expect(provider.asked).toHaveLength(1);
});

test('a redirect is an error, and the token does not follow it', async () => {
  const elsewhere = await startProvider((_, response) => sendData(response, usageBody()));
  const { error } = await failureOf((_, response) => {
    response.writeHead(302, { location: `${elsewhere.baseUrl}/api` }).end();
  });
  expect(error).toMatchObject({ reason: 'redirected', temporary: false, httpStatus: 302 });
  expect(elsewhere.asked).toHaveLength(0);
});

test('the text of the provider is quoted without secrets', async () => {
  const said = `bad\nBearer ${TOKEN} for LPA:1$smdp$CODE, see https://x.example/?key=1`;
  const { error } = await failureOf((_, response) => sendJson(response, envelope(said), 400));
  expect(error.message).toBe(
    'usage-details: HTTP 400: "bad Bearer [hidden] for [activation code] see [link]"',
  );
});

test('a token that is read again is picked up; one that cannot be read is a rejection that quotes nothing', async () => {
  const seen: (string | undefined)[] = [];
  const provider = await startProvider((request, response) => {
    seen.push(request.headers.authorization);
    sendData(response, usageBody());
  });
  const tokens = ['first', 'second\n'];
  const client = provider.client({
    token: () => tokens.shift() ?? Promise.reject(new Error('/run/secret/path')),
  });
  await client.usage(ICCID);
  await client.usage(ICCID);
  expect(seen).toEqual(['Bearer first', 'Bearer second']);
  const error = await client.usage(ICCID).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ reason: 'unauthorized', refused: true, httpStatus: null });
  expect(String(error)).not.toContain('/run');
  await expect(provider.client({ token: 'two words' }).usage(ICCID)).rejects.toMatchObject({ refused: true });
  expect(provider.asked).toHaveLength(2);
});

test('an aborted signal ends a call in flight, in the queue and in a pause before the next try', async () => {
  const provider = await startProvider((_, response, count) => {
    if (count === 1) sendJson(response, envelope('busy'), 503);
  });
  const stop = new AbortController();
  const client = provider.client({ concurrency: 1 });
  const calls = [client.usage(ICCID, stop), client.usage(ICCID, stop), client.usage(ICCID, stop)];
  const ends = Promise.allSettled(calls);
  await expect.poll(() => provider.asked.length).toBe(2);
  stop.abort();
  for (const end of await ends)
    expect(end).toMatchObject({ reason: { reason: 'aborted', temporary: false } });
  await expect(client.usage(ICCID, stop)).rejects.toMatchObject({ reason: 'aborted' });
  expect(provider.asked).toHaveLength(2);
});

test('a base URL that cannot be one is refused at once', () => {
  for (const baseUrl of ['', 'api.example.com', 'ftp://x', 'https://user:pw@x', 'https://x/?a=1']) {
    expect(() => createRoamifyClient({ baseUrl, token: TOKEN })).toThrow(TypeError);
  }
});

test('a base URL may have a path', async () => {
  const provider = await startProvider((_, response) => sendData(response, usageBody()));
  await provider.client({ baseUrl: `${provider.baseUrl}/sandbox/` }).usage(ICCID);
  expect(provider.asked).toEqual([`GET /sandbox/api/esim/usage?iccid=${ICCID}`]);
});
