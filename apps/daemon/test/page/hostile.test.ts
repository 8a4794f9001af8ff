import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { crawl } from './crawl.js';
import { pageScene } from './scene.js';

const OPERATOR = 'operator-secret';
const VIEWER = 'viewer-secret';
const TOKENS = { token: OPERATOR, viewerToken: VIEWER };

const PATHS = [
  '/',
  '/esims',
  '/esims.csv',
  '/esims.json',
  '/esims/8944000000000000001',
  '/alerts',
  '/alerts/1',
  '/silences',
  '/outbox',
  '/reports',
  '/reports/2026-02/usage-2026-02.csv',
  '/inventory',
  '/login',
  '/logout',
  '/language',
  '/events',
  '/assets/page.css',
];
const ODD = [
  '\u0000',
  '%',
  '%00',
  '%ff',
  "' or 1=1 --",
  '\ud800',
  '\u202e<script>',
  '9'.repeat(400),
  '-1',
  'WyIxIiwibnVsbCJd',
  'WzAse31d',
  'WzAsIlx1ZDgwMCIsIlx1MDAwMCJd',
  '__proto__',
  'constructor',
];
const NAMES = [
  'q',
  'after',
  'sort',
  'status',
  'cost_centre',
  'alert',
  'monitoring',
  'state',
  'severity',
  'rule',
  'matcher',
  'for',
  'done',
  'n',
  'next',
  'revision',
];

/** Each alone, as an operator and with forms of a page of ours: so that nothing is refused before it is read. */
const BODIES: readonly RequestInit[] = [
  {
    body: 'action=acknowledge&alert=%00&alert=1e99&comment=%ff',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
  {
    body: 'action=__proto__&month=%F0%9F&csv=%00&silence=-1&notification=%ed%a0%80&token=%00&language=toString',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
  { body: 'not a form', headers: { 'content-type': 'multipart/form-data' } },
  { body: '--x\r\nbroken', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  { body: '{}', headers: { 'content-type': 'application/json' } },
  { body: '<a/>', headers: { 'content-type': 'text/xml' } },
  {},
];

test('no request makes the page fail, whatever is in its address, its form or its method', async () => {
  const { daemon } = await pageScene(TOKENS);
  const failed: string[] = [];
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${OPERATOR}`, accept: 'text/html', ...init.headers };
    const signal = AbortSignal.timeout(20_000);
    const answer = await daemon.get(path, { redirect: 'manual', ...init, headers, signal });
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const text = isStream ? '' : await answer.text();
    await answer.body?.cancel().catch(() => {});
    if (answer.status >= 500 || /\bat .*\.js:\d/.test(text)) {
      failed.push(
        `${init.method ?? 'GET'} ${path} ${String(init.body ?? '').slice(0, 40)}: ${answer.status}`,
      );
    }
  };
  for (const path of PATHS.filter((one) => one !== '/events')) {
    for (const [index, value] of ODD.entries()) {
      const params = new URLSearchParams(
        Object.fromEntries(NAMES.map((name) => [name, value.toWellFormed()])),
      );
      await ask(`${path}?${params}`);
      const name = NAMES[index % NAMES.length] ?? '';
      await ask(`${path}?${name}=${encodeURIComponent(value.toWellFormed())}`);
    }
    await ask(`${path}?q=%ff&after=%&sort=%00`);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) await ask(path, { method });
  }
  for (const value of ODD) {
    const part = encodeURIComponent(value.toWellFormed());
    for (const path of [
      `/esims/${part}`,
      `/alerts/${part}`,
      `/reports/${part}/x`,
      `/reports/2026-02/${part}`,
      `/assets/${part}`,
      `/${part}`,
    ]) {
      await ask(path);
    }
  }
  for (const path of ['/esims/%', '/esims/%ff', '/assets/%2e%2e%2fx', '/reports/%ff/%']) await ask(path);
  for (const path of PATHS) for (const init of BODIES) await ask(path, { method: 'POST', ...init });
  expect(failed).toEqual([]);
}, 120_000);

/** What a link could carry an address in: percent signs, and the place in a list. */
function decoded(html: string): string {
  const links = [...html.matchAll(/(?:href|action|value)="([^"]*)"/g)].map(([, link = '']) => link);
  const plain = links.map((link) => {
    try {
      return decodeURIComponent(link.replaceAll('&amp;', '&'));
    } catch {
      return link;
    }
  });
  const places = plain.flatMap((link) =>
    [...link.matchAll(/after=([\w-]+)/g)].map(([, place = '']) => Buffer.from(place, 'base64url').toString()),
  );
  return [...plain, ...places].join('\n');
}

test('links contain no address for viewers either', async () => {
  const { api, daemon, site } = await pageScene(TOKENS);
  for (let count = 0; count < 60; count++) api.add();
  const entries = Array.from({ length: 400 }, (_, index) => {
    const label = index < 55 ? `Traveller ${index}` : `traveller-${index}@example.com`;
    return `8944000000000000${String(index + 1).padStart(3, '0')},${label}`;
  });
  site.write('inventory.csv', `iccid,label\n${entries.join('\n')}\n`);
  await site.pollAfter(HOUR);
  const headers = { authorization: `Bearer ${VIEWER}`, accept: 'text/html' };
  const path = '/esims?sort=label';
  const byLabel = { path, body: await (await daemon.get(path, { headers })).text() };
  expect(decoded(byLabel.body)).toMatch(/\[0,"89440/);
  const visited = [byLabel, ...(await crawl(daemon, headers))];
  expect(visited.some(({ path }) => path.startsWith('/inventory?') && path.includes('after='))).toBe(true);
  const told = visited.filter(({ body }) => /@example/.test(decoded(body)));
  expect(told.map(({ path }) => path)).toEqual([]);
}, 60_000);

test('as many pages listen as there is room for, all hear of a change, and none is left when they are closed', async () => {
  const { daemon, site } = await pageScene(TOKENS);
  const headers = { authorization: `Bearer ${VIEWER}` };
  const closing = new AbortController();
  const open = () => daemon.get('/events?revision=none', { headers, signal: closing.signal });
  const streams = await Promise.all(Array.from({ length: 200 }, open));
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
  const readers = streams.map(({ body }) =>
    (body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader(),
  );
  expect(
    new Set(await Promise.all(readers.map(async (one) => (await one.read()).value?.slice(0, 13)))),
  ).toEqual(new Set(['event: change']));
  expect((await open()).status).toBe(503);
  await (await site.context).store.alerts.acknowledge(1, site.clock.now, 'anna', '');
  const next = await Promise.all(readers.map(async (one) => (await one.read()).value));
  expect(next.every((text) => text?.includes('event: change'))).toBe(true);
  closing.abort();
  await Promise.allSettled(readers.map((one) => one.cancel()));
  await expect
    .poll(
      async () =>
        (await daemon.get('/events', { headers: { ...headers }, signal: AbortSignal.timeout(5_000) })).status,
      { timeout: 30_000 },
    )
    .toBe(200);
}, 60_000);
