import { request } from 'node:http';
import { DAY, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { pageScene } from './scene.js';

const OPERATOR = 'operator-secret';
const VIEWER = 'viewer-secret';
const TOKENS = { token: OPERATOR, viewerToken: VIEWER };
const HTML = { accept: 'text/html' };

function form(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): RequestInit {
  return {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { 'sec-fetch-site': 'same-origin', ...HTML, ...headers },
  };
}

function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

test('a session begins with a token, ends with it, and with time', async () => {
  const { daemon, site } = await pageScene(TOKENS);
  const signedIn = await daemon.get('/login', form({ token: VIEWER, next: '/esims?q=a' }));
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/esims?q=a']);
  expect(signedIn.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax/);
  const headers = { cookie: cookieOf(signedIn), ...HTML };
  const visit = async () => (await daemon.get('/esims', { headers, redirect: 'manual' })).status;

  expect(await visit()).toBe(200);
  site.wait(13 * 60 * MINUTE);
  expect(await visit()).toBe(303);

  const again = await daemon.get('/login', form({ token: VIEWER, next: '//evil.example.com' }));
  expect(again.headers.get('location')).toBe('/');
  headers.cookie = cookieOf(again);
  expect(await visit()).toBe(200);
  site.configure({
    http: { listen: '127.0.0.1:0', token: OPERATOR, viewerToken: 'another' },
    inventory: './inventory.csv',
  });
  await daemon.reload();
  expect(await visit()).toBe(303);
});

test('a session lasts a week at most, however much it is used', async () => {
  const { daemon, site } = await pageScene(TOKENS);
  const headers = { cookie: cookieOf(await daemon.get('/login', form({ token: OPERATOR }))), ...HTML };
  for (let day = 0; day < 14; day++) {
    site.wait(DAY / 2 - MINUTE);
    expect((await daemon.get('/esims', { headers, redirect: 'manual' })).status).toBe(200);
  }
  site.wait(14 * MINUTE);
  expect((await daemon.get('/esims', { headers, redirect: 'manual' })).status).toBe(303);
});

test('wrong tokens are throttled, also right ones then, and let in again after a while', async () => {
  const { daemon, site } = await pageScene(TOKENS);
  const tries = async (token: string) => (await daemon.get('/login', form({ token }))).status;
  for (let count = 0; count < 10; count++) expect(await tries('wrong')).toBe(401);
  const refused = await daemon.get('/login', form({ token: OPERATOR }));
  expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 300]);
  const headers = { authorization: `Bearer ${OPERATOR}` };
  for (const path of ['/esims.json', '/readyz', '/metrics']) {
    expect([path, (await daemon.get(path, { headers })).status]).toEqual([path, 429]);
  }
  site.wait(5 * MINUTE);
  expect(await tries(OPERATOR)).toBe(303);
});

test('viewers look and do not act; they see no address', async () => {
  const { daemon, site } = await pageScene(TOKENS);
  const viewer = { authorization: `Bearer ${VIEWER}`, ...HTML };
  const operator = { authorization: `Bearer ${OPERATOR}`, ...HTML };
  for (const path of [
    '/',
    '/esims',
    '/esims/8944000000000000001',
    '/alerts',
    '/alerts/1',
    '/outbox',
    '/reports',
    '/inventory',
    '/esims.csv',
  ]) {
    const page = await daemon.get(path, { headers: viewer });
    expect([path, page.status]).toEqual([path, 200]);
    expect(await page.text()).not.toMatch(/@example\.com/);
  }
  expect(await (await daemon.get('/inventory', { headers: operator })).text()).toContain('anna@example.com');
  for (const [path, fields] of [
    ['/alerts/1', { action: 'acknowledge' }],
    ['/alerts', { action: 'acknowledge', alert: '1' }],
    ['/silences', { matcher: 'rule=*', for: '1h' }],
    ['/outbox', { action: 'discard', notification: 'x' }],
    ['/reports', { action: 'close', month: '2026-02' }],
    ['/inventory', { action: 'replace', csv: 'iccid\n' }],
  ] as const) {
    expect([path, (await daemon.get(path, form(fields, viewer))).status]).toEqual([path, 403]);
  }
  expect((await (await site.context).store.alerts.get(1))?.acknowledgedAt).toBeNull();
});

test('nothing is done for another site, by GET, by JSON, or by a body that is too large', async () => {
  const { daemon, site } = await pageScene();
  const acknowledge = (init: RequestInit) => daemon.get('/alerts/1', init);
  const refused = await Promise.all([
    acknowledge(form({ action: 'acknowledge' }, { 'sec-fetch-site': 'cross-site' })),
    acknowledge({ method: 'POST', body: new URLSearchParams({ action: 'acknowledge' }) }),
    acknowledge({
      ...form({}),
      body: '{}',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    }),
    acknowledge(form({ action: 'acknowledge', comment: 'x'.repeat(70_000) })),
    daemon.get('/alerts/1?action=acknowledge'),
    daemon.get('/esims', { method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin' } }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 415, 413, 200, 405]);
  expect((await (await site.context).store.alerts.get(1))?.acknowledgedAt).toBeNull();
});

test('every answer forbids features that no page needs, and unknown paths are not found', async () => {
  const { daemon } = await pageScene(TOKENS);
  const operator = { authorization: `Bearer ${OPERATOR}`, ...HTML };
  for (const [path, status, headers] of [
    ['/', 200, operator],
    ['/esims.csv', 200, operator],
    ['/assets/page.css', 200, {}],
    ['/login', 200, {}],
    ['/healthz', 200, {}],
    ['/metrics', 401, {}],
    ['/nothing/here', 404, operator],
    ['/alerts/999', 404, operator],
    ['/alerts/1e3', 404, operator],
    ['/esims/nobody', 404, operator],
    ['/reports/2026-02/passwd', 404, operator],
    ['/reports/2026-13/usage-2026-13.csv', 404, operator],
    ['/assets/..%2fpackage.json', 404, operator],
    ['/esims', 401, {}],
  ] as const) {
    const answer = await daemon.get(path, { headers, redirect: 'manual' });
    expect([path, answer.status, answer.headers.get('x-content-type-options')]).toEqual([
      path,
      status,
      'nosniff',
    ]);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  const page = await (await daemon.get('/nothing/here', { headers: operator })).text();
  expect(page).toContain('Page not found');
  expect(page).not.toMatch(/\bat .*\.js:\d/);
});

test('a session that was logged out, or whose token was replaced, ends everywhere', async () => {
  const { daemon } = await pageScene(TOKENS);
  const cookie = cookieOf(await daemon.get('/login', form({ token: OPERATOR })));
  const headers = { cookie, ...HTML };
  expect((await daemon.get('/', { headers, redirect: 'manual' })).status).toBe(200);
  await daemon.get('/logout', form({}, headers));
  // The cookie is still known to somebody who kept it.
  const again = await daemon.get('/alerts/1', form({ action: 'acknowledge' }, headers));
  expect(again.status).toBe(401);
  const forged = { cookie: `${cookie.slice(0, -2)}xx`, ...HTML };
  expect((await daemon.get('/', { headers: forged, redirect: 'manual' })).status).toBe(303);
});

test('after a logout no more events are sent, not even over a connection that is still open', async () => {
  const { daemon, site } = await pageScene(TOKENS);
  const cookie = cookieOf(await daemon.get('/login', form({ token: VIEWER })));
  const stream = await daemon.get('/events?revision=none', { headers: { cookie } });
  const reader = (stream.body ?? new ReadableStream<Uint8Array>())
    .pipeThrough(new TextDecoderStream())
    .getReader();
  expect((await reader.read()).value).toContain('event: change');
  await daemon.get('/logout', form({}, { cookie, ...HTML }));
  await (await site.context).store.alerts.acknowledge(1, site.clock.now, 'anna', '');
  const next = await reader.read();
  expect(next).toEqual({ done: true, value: undefined });
});

/** Asks for a path under a name of the server, which `fetch` would not let be chosen. */
async function statusOf(base: string, path: string, host: string): Promise<number | undefined> {
  const { port } = new URL(base);
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

const EVERY_KIND = ['/', '/healthz', '/metrics', '/esims.json', '/nothing'];

test('without a token only names of this machine are answered, whatever they request', async () => {
  const { base } = await pageScene();
  const { port } = new URL(base);
  for (const path of EVERY_KIND) {
    for (const host of ['rebound.example.com', `rebound.example.com:${port}`, '127.0.0.1.example.com']) {
      expect([path, host, await statusOf(base, path, host)]).toEqual([path, host, 421]);
    }
  }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, '127.0.0.1', 'localhost', '[::1]:80']) {
    expect([host, await statusOf(base, '/healthz', host)]).toEqual([host, 200]);
    expect([host, await statusOf(base, '/', host)]).toEqual([host, 200]);
  }
});

test('with a token the name does not matter: the health of a container is requested by any', async () => {
  const { base } = await pageScene(TOKENS);
  expect(await statusOf(base, '/healthz', 'roamwatch.monitoring.svc')).toBe(200);
  expect(await statusOf(base, '/metrics', 'roamwatch.monitoring.svc')).toBe(401);
});

test('a trusted proxy names the user; anybody else does not', async () => {
  const proxy = { userHeader: 'X-Forwarded-User', operators: ['anna@example.com'] };
  const trusted = await pageScene({ ...TOKENS, ...proxy, trustedProxies: ['127.0.0.0/8'] });
  const act = (user: string) =>
    trusted.daemon.get('/alerts/1', form({ action: 'acknowledge' }, { 'x-forwarded-user': user }));
  expect((await act('bert@example.com')).status).toBe(403);
  expect((await act('Anna@example.com')).status).toBe(303);
  const alert = await (await trusted.site.context).store.pages.alert(1, trusted.site.clock.now);
  expect(alert?.acknowledgedBy).toBe('Anna@example.com');

  const untrusted = await pageScene({ ...TOKENS, ...proxy, trustedProxies: ['10.0.0.0/8'] });
  const headers = { 'x-forwarded-user': 'anna@example.com' };
  expect((await untrusted.daemon.get('/esims', { headers })).status).toBe(401);
});

test('the reason why a month cannot be closed is in the language of the reader', async () => {
  const { daemon } = await pageScene(TOKENS);
  const close = async (month: string, language: string) => {
    const asked = { authorization: `Bearer ${OPERATOR}`, 'accept-language': language };
    const answer = await daemon.get('/reports', form({ action: 'close', month }, asked));
    return [answer.status, await answer.text()];
  };
  expect(await close('2026-03', 'en')).toEqual([409, expect.stringMatching(/has not ended.*1 Apr.* 2026/)]);
  expect(await close('2026-03', 'de')).toEqual([
    409,
    expect.stringMatching(/Monat wurde nicht abgeschlossen.*noch nicht zu Ende\. Ab .*2026/s),
  ]);
  expect(await close('2026-02', 'en')).toEqual([303, '']);
  expect(await close('2026-02', 'en')).toEqual([409, expect.stringContaining('It is closed already.')]);
  expect(await close('2026-02', 'de')).toEqual([409, expect.stringContaining('Er ist schon abgeschlossen.')]);
  expect(await close('2026-13', 'de')).toEqual([400, expect.stringContaining('Das Formular kam nicht')]);
});
