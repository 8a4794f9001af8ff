import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { pageScene } from './scene.js';

const TOKEN = 'operator-secret';
const FORM = 'Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n';

/** Sends bytes as they are; returns the status that is answered, null where none is until the connection ends. */
function statusOf(base: string, request: string): Promise<number | null> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(request, 'latin1'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text === '' ? null : Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])));
    setTimeout(() => socket.destroy(), 500).unref();
  });
}

/** Requests that no browser sends, each with the status it gets from a page that requires a token. */
const REQUESTS: readonly (readonly [start: string, headers: string, body: string, status: number | null])[] =
  [
    ['GET / HTTP/1.0', '', '', 200],
    ['GET / HTTP/2.0', '', '', 200],
    ['GET http://evil.example.com/ HTTP/1.1', '', '', 200],
    ['GET //evil.example.com/ HTTP/1.1', '', '', 404],
    ['GET /\\evil HTTP/1.1', '', '', 400],
    ['GET /%00%ff%c0%af.. HTTP/1.1', '', '', 404],
    ['GET /../../etc/passwd HTTP/1.1', '', '', 404],
    ['GET /assets/..%2f..%2fpackage.json HTTP/1.1', '', '', 404],
    ['GET /esims?\xff\xfe=%zz&&&===&q HTTP/1.1', '', '', 400],
    [`GET /${'a'.repeat(20_000)} HTTP/1.1`, '', '', 431],
    [`GET /esims?q=${'a'.repeat(9_000)} HTTP/1.1`, '', '', 200],
    ['GET * HTTP/1.1', '', '', 400],
    ['OPTIONS * HTTP/1.1', '', '', 400],
    ['OPTIONS /alerts HTTP/1.1', 'Origin: https://evil\r\nAccess-Control-Request-Method: POST\r\n', '', 405],
    ['TRACE / HTTP/1.1', '', '', 405],
    ['HEAD / HTTP/1.1', '', '', 200],
    ['HEAD /esims.csv HTTP/1.1', '', '', 200],
    ['HEAD /reports/2026-02/usage-2026-02.csv HTTP/1.1', '', '', 200],
    ['HEAD /nowhere HTTP/1.1', '', '', 404],
    [
      'GET / HTTP/1.1',
      'Cookie: roamwatch_session=\xff\xfe; roamwatch_language=%zz; a; =;;; __proto__=1\r\n',
      '',
      200,
    ],
    ['GET / HTTP/1.1', `Accept-Language: ${'de,'.repeat(500)}*;q=x\r\n`, '', 200],
    ['POST /alerts HTTP/1.1', `${FORM}Content-Length: 5\r\n`, 'ab', null],
    ['POST /alerts HTTP/1.1', `${FORM}Transfer-Encoding: chunked\r\n`, 'ZZ\r\n', 400],
    ['POST /alerts HTTP/1.1', `${FORM}Content-Length: 99999999\r\n`, '', 413],
    ['\x16\x03\x01\x00\xa5', '', '', 400],
  ];

test('requests that no browser sends are answered, and count as no failure of ours', async () => {
  const { base, daemon } = await pageScene({ token: TOKEN });
  const common = `Host: ${new URL(base).host}\r\nAccept: text/html\r\nAuthorization: Bearer ${TOKEN}\r\n`;
  for (const [start, headers, body, status] of REQUESTS) {
    const answer = await statusOf(base, `${start}\r\n${common}${headers}\r\n${body}`);
    expect([start.slice(0, 60), answer]).toEqual([start.slice(0, 60), status]);
  }
  expect(daemon.lines.filter(({ event }) => event === 'http-failed')).toEqual([]);
}, 60_000);

test('HEAD takes no place among those that listen', async () => {
  const { daemon } = await pageScene();
  for (let count = 0; count < 250; count++) {
    expect((await daemon.get('/events', { method: 'HEAD' })).status).toBe(200);
  }
  expect((await daemon.get('/events', { signal: AbortSignal.timeout(5_000) })).status).toBe(200);
}, 60_000);

test.each([
  'X-Forwarded-User: anna@example.com',
  'X-Forwarded-User: anna@example.com\r\nX-Forwarded-For: 10.1.2.3\r\nForwarded: for=10.1.2.3',
  'X-Forwarded-Host: roamwatch.example.com\r\nX-Forwarded-User: anna@example.com\r\nX-Real-IP: 10.1.2.3',
])('headers of a proxy mean nothing from anybody else: %s', async (headers) => {
  const { base } = await pageScene({
    token: TOKEN,
    userHeader: 'X-Forwarded-User',
    trustedProxies: ['10.1.2.3'],
    operators: ['anna@example.com'],
  });
  const request = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: ${new URL(base).host}\r\nAccept: text/html\r\n${headers}\r\n\r\n`;
  expect(await statusOf(base, request('/'))).toBe(303);
  expect(await statusOf(base, request('/esims.csv'))).toBe(303);
  expect(await statusOf(base, request('/metrics'))).toBe(401);
});
