import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import {
  EXPIRED_SERVER,
  LOCAL_SERVER,
  OTHER_SERVER,
  PRIVATE_AUTHORITY,
  type ServerIdentity,
} from '@roamwatch/test-peers';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createRoamifyClient, type RoamifyClientOptions } from '../src/index.js';
import { esimBody, type Handler, sendData, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = usageBody().iccid;

const answer: Handler = (request, response) =>
  sendData(response, request.url?.startsWith('/api/esims') ? [esimBody(1)] : usageBody());

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function open(options: Partial<RoamifyClientOptions>) {
  const client = createRoamifyClient({
    baseUrl: 'http://127.0.0.1:1',
    token: TOKEN,
    retries: 0,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** A provider over TLS. */
async function secureProvider(identity: ServerIdentity): Promise<string> {
  const server = createHttps({ ...identity }, (_, response) => sendData(response, usageBody()));
  return `https://127.0.0.1:${await listening(server)}`;
}

/** A proxy that records what it is requested to connect to; `refuse`: with which status it refuses. */
async function startProxy(refuse?: number): Promise<{ url: string; connected: string[]; headers: string[] }> {
  const connected: string[] = [];
  const headers: string[] = [];
  const proxy = createHttp((_, response) => response.writeHead(500).end());
  proxy.on('connect', (request, socket, head) => {
    connected.push(request.url ?? '');
    headers.push(JSON.stringify(request.headers));
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  return { url: `http://127.0.0.1:${await listening(proxy)}`, connected, headers };
}

describe('a private authority', () => {
  test('is trusted once its certificate is given, and the error names the certificate until then', async () => {
    const baseUrl = await secureProvider(LOCAL_SERVER);
    const error = await open({ baseUrl })
      .usage(ICCID)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'certificate', temporary: false });
    expect(String(error)).toMatch(
      /server's certificate was not accepted: it is signed by no known authority/,
    );
    const trusting = open({ baseUrl, caCertificates: PRIVATE_AUTHORITY });
    expect(await trusting.usage(ICCID)).toMatchObject({ allowed: 1024 });
    const several = open({ baseUrl, caCertificates: [`${LOCAL_SERVER.cert}\n${PRIVATE_AUTHORITY}`] });
    expect(await several.usage(ICCID)).toMatchObject({ allowed: 1024 });
  });

  test.each([
    ['another host name', OTHER_SERVER, 'it is for another host name'],
    ['the past', EXPIRED_SERVER, 'it has expired'],
  ])('does not make a certificate for %s good', async (_, identity, text) => {
    const client = open({ baseUrl: await secureProvider(identity), caCertificates: PRIVATE_AUTHORITY });
    await expect(client.usage(ICCID)).rejects.toThrow(text);
  });

  test('a rejected certificate is not retried within a call, and counts as an outage', async () => {
    const client = open({ baseUrl: await secureProvider(LOCAL_SERVER), retries: 3, breakAfter: 2 });
    await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'certificate' });
    await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'certificate' });
    await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'circuit-open' });
  });
});

describe('a proxy named by the environment', () => {
  const NAMES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
  beforeEach(() => {
    for (const name of NAMES) vi.stubEnv(name, undefined);
  });
  afterEach(() => vi.unstubAllEnvs());

  test.each(['HTTP_PROXY', 'http_proxy'])('as %s is used for http', async (name) => {
    const provider = await startProvider(answer);
    const proxy = await startProxy();
    vi.stubEnv(name, proxy.url);
    const client = open({ baseUrl: provider.baseUrl });
    expect(await client.usage(ICCID)).toMatchObject({ allowed: 1024 });
    for await (const _ of client.listEsims()) break;
    expect(proxy.connected.length).toBeGreaterThan(0);
    expect(new Set(proxy.connected)).toEqual(new Set([provider.baseUrl.replace('http://', '')]));
    expect(proxy.headers.join()).not.toContain(TOKEN);
  });

  test('as HTTPS_PROXY is used for https, with a private authority behind it', async () => {
    const baseUrl = await secureProvider(LOCAL_SERVER);
    const proxy = await startProxy();
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    const client = open({ baseUrl, caCertificates: PRIVATE_AUTHORITY });
    expect(await client.usage(ICCID)).toMatchObject({ allowed: 1024 });
    expect(proxy.connected).toEqual([baseUrl.replace('https://', '')]);
  });

  test('is not used where NO_PROXY names the provider, or for the other scheme', async () => {
    const provider = await startProvider(answer);
    const proxy = await startProxy();
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('NO_PROXY', 'example.com,127.0.0.1');
    await open({ baseUrl: provider.baseUrl }).usage(ICCID);
    vi.stubEnv('HTTP_PROXY', undefined);
    vi.stubEnv('NO_PROXY', undefined);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    await open({ baseUrl: provider.baseUrl }).usage(ICCID);
    expect(proxy.connected).toEqual([]);
  });

  test('that refuses is named, and its password is not', async () => {
    const proxy = await startProxy(407);
    vi.stubEnv('HTTP_PROXY', proxy.url.replace('http://', 'http://me:proxy-password@'));
    const error = await open({})
      .usage(ICCID)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'network' });
    expect(String(error)).toContain('the proxy refused the connection (HTTP 407)');
    expect(String(error)).not.toContain('proxy-password');
  });

  test('that is none is an error at once, which does not quote it', () => {
    vi.stubEnv('HTTP_PROXY', 'http://me:proxy-password@[');
    expect(() => open({})).toThrow(TypeError);
    expect(() => open({})).not.toThrow(/proxy-password/);
  });
});

test('a dispatcher that is passed in sends the requests, and stays open', async () => {
  const provider = await startProvider(answer);
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  let dispatched = 0;
  const counting = dispatcher.compose((dispatch) => (options, handler) => {
    dispatched += 1;
    return dispatch(options, handler);
  });
  for (let clients = 0; clients < 2; clients++) {
    const client = open({ baseUrl: provider.baseUrl, dispatcher: counting });
    expect(await client.usage(ICCID)).toMatchObject({ allowed: 1024 });
    for await (const _ of client.listEsims()) break;
    await client.close();
    await expect(client.usage(ICCID)).rejects.toMatchObject({ reason: 'aborted' });
  }
  expect(dispatched).toBe(4);
});
