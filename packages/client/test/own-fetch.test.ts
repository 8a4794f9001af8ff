import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { createRoamifyClient } from '../src/index.js';
import { esimBody, type Handler, sendData, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = usageBody().iccid;
const answer: Handler = (request, response) =>
  sendData(response, request.url?.startsWith('/api/esims') ? [esimBody(1), esimBody(2)] : usageBody());

test('a `fetch` that is passed in sends every request', async () => {
  const provider = await startProvider(answer);
  const sent: string[] = [];
  const recording: typeof fetch = (input, init) => {
    sent.push(`${init?.method} ${String(input).replace(provider.baseUrl, '')} ${init?.redirect}`);
    return fetch(input, init);
  };
  const client = provider.client({ fetch: recording });
  expect(await client.usageDetails(ICCID)).toMatchObject({ allowed: 1024 });
  const first = await client.changedUsageDetails(ICCID, null);
  expect(await client.changedUsageDetails(ICCID, first.fingerprint)).toMatchObject({ details: null });
  await client.applyProfile({ esimId: 'e-1' }).catch(() => {});
  const listed: unknown[] = [];
  for await (const { esims } of client.listEsims()) listed.push(...esims);
  expect(listed).toHaveLength(2);
  expect(sent).toHaveLength(provider.asked.length);
  expect(sent).toContain('POST /api/esim/apply manual');
  expect(sent).toContain('GET /api/esims manual');
});

test('a body that it decoded is not decoded again', async () => {
  const body = (data: unknown) => gzipSync(JSON.stringify({ status: 'success', data }));
  const provider = await startProvider((request, response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .end(body(request.url?.startsWith('/api/esims') ? [esimBody(1)] : usageBody())),
  );
  const client = provider.client({ fetch });
  expect(await client.usage(ICCID)).toMatchObject({ allowed: 1024 });
  for await (const { esims } of client.listEsims()) expect(esims).toHaveLength(1);
});

test.each<[string, Handler, object]>([
  ['a lost connection', (_, response) => void response.destroy(), { reason: 'network', temporary: true }],
  [
    'a body cut short',
    (_, response) => {
      response.writeHead(200, { 'content-length': 5000 }).write('{"status":"success","data":[');
      setTimeout(() => response.destroy(), 20);
    },
    { reason: 'network' },
  ],
  [
    'a redirect',
    (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    { reason: 'redirected', httpStatus: 302 },
  ],
  ['an answer too late', () => {}, { reason: 'timeout' }],
  [
    'an error',
    (_, response) => response.writeHead(404).end('{"message":"none"}'),
    { body: '{"message":"none"}' },
  ],
])('%s means the same as without', async (_, handler, expected) => {
  const provider = await startProvider(handler);
  const client = provider.client({ fetch, retries: 0, timeouts: { request: 2, list: 2 } });
  await expect(client.usage(ICCID)).rejects.toMatchObject(expected);
  const list = async () => {
    for await (const _batch of client.listEsims());
  };
  await expect(list()).rejects.toMatchObject(expected);
});

test('a `fetch` that ignores its signal does not outlast the deadline, the signal or the client', async () => {
  const provider = await startProvider(answer);
  const client = provider.client({
    fetch: () => new Promise(() => {}),
    retries: 0,
    timeouts: { request: 0.1 },
  });
  await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'timeout' });
  const stop = new AbortController();
  const list = client.listEsims({ signal: stop.signal })[Symbol.asyncIterator]().next();
  setTimeout(() => stop.abort(), 20);
  await expect(list).rejects.toMatchObject({ reason: 'aborted' });
});

test('an answer without end is refused', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using client = createRoamifyClient({ baseUrl, token: TOKEN, fetch });
  await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'unreadable', tooLarge: true });
});

test('it cannot be given beside a dispatcher, or be no function', () => {
  const create = (options: object) => createRoamifyClient({ baseUrl: 'http://x', token: TOKEN, ...options });
  expect(() => create({ fetch, dispatcher: new Agent() })).toThrow(TypeError);
  expect(() => create({ fetch: 'fetch' })).toThrow(TypeError);
});
