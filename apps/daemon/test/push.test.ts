import { connect } from 'node:net';
import { BALANCE_EVENTS, type PushOrder, SHAPES, startSimulator } from '@roamwatch/simulator';
import type { ScriptedApi } from '@roamwatch/test-peers';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Daemon, sample } from './installation/daemon.js';
import { Installation } from './installation/installation.js';
import { scene } from './installation/scene.js';
import {
  balanceEvent,
  bytesEvent,
  PUSH_SECRET,
  send,
  statusEvent,
  usageEvent,
} from './installation/vendor.js';

/** Listed and polled by the cycle alone unless an event comes. */
const RARELY = { schedule: '0 0 1 1 *' };

interface Scene {
  readonly api: ScriptedApi;
  readonly site: Installation;
  readonly daemon: Daemon;
  readonly url: string;
}

/** A daemon that has polled once and takes the push. */
async function watching(config: Readonly<Record<string, unknown>> = {}, esims = 2): Promise<Scene> {
  const { api, site } = await scene({
    config: {
      poll: RARELY,
      http: { listen: '127.0.0.1:0' },
      push: { secretFiles: ['./push-secret'] },
      ...config,
    },
  });
  site.write('push-secret', PUSH_SECRET);
  site.write('next-secret', 'former');
  for (let count = 0; count < esims; count++) api.add({ remaining: 600 });
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  const url = String((await daemon.event('started')).http);
  api.requests.length = 0;
  return { api, site, daemon, url };
}

const asked = ({ api }: Scene) =>
  api.requests.filter(({ path }) => path.endsWith('/usage/details')).map(({ iccid }) => iccid);
const listed = ({ api }: Scene) => api.requests.filter(({ path }) => path === '/api/esims').length;

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function counted({ daemon }: Scene, series: string): Promise<number> {
  return sample(await daemon.metrics(), series) ?? 0;
}

/** Sends an event, again where the machine is too busy to store it in time, as the vendor does. */
async function taken(url: string, event: unknown): Promise<void> {
  let status = 503;
  while (status === 503) ({ status } = await send(url, event));
  expect(status).toBe(200);
}

const events = (kind: string, outcome: string) =>
  `roamwatch_push_events_total{kind="${kind}",outcome="${outcome}"}`;
const requests = (answer: string) => `roamwatch_push_requests_total{answer="${answer}"}`;

const ADAPTIVE = { poll: { schedule: '0 0 1 1 *', mode: 'adaptive', budget: '1000/h' } };

describe.each([
  ['by schedule', {}],
  ['by a plan', ADAPTIVE],
])('where polling goes %s', (_name, config) => {
  test('an event that reaches a threshold has its eSIM polled and its receivers notified, and no others', async () => {
    const all = await watching(config);
    const { api, site, url } = all;
    const [esim] = api.esims;
    if (!esim) throw new Error('no eSIM');
    esim.remaining = 240;
    const answer = await send(url, usageEvent(esim, 240, site.clock.now));
    expect([answer.status, await answer.json()]).toEqual([200, { code: 200, status: 'success' }]);
    await site.mail.waitFor(1);
    expect(site.subjects[0]).toContain('240 MB');
    expect(asked(all)).toEqual([esim.iccid]);
    expect(listed(all)).toBe(0);
  });

  test('an event alone opens and resolves nothing: the figures of the poll count', async () => {
    const all = await watching(config);
    const { api, site, url, daemon } = all;
    const [esim] = api.esims;
    if (!esim) throw new Error('no eSIM');
    await send(url, usageEvent(esim, 1, site.clock.now));
    await until(() => asked(all).length === 1);
    await daemon.stop();
    expect(await site.open()).toEqual([]);

    esim.remaining = 5;
    await site.poll();
    expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
    await site.stop();
    const again = await Daemon.start(site);
    await send(String((await again.event('started')).http), usageEvent(esim, 900, site.clock.now));
    await until(() => asked(all).length >= 3);
    await again.stop();
    expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
  });

  test('repeated events, also after a restart, have nothing polled again', async () => {
    const all = await watching(config);
    const { api, site, url } = all;
    const [esim] = api.esims;
    if (!esim) throw new Error('no eSIM');
    esim.remaining = 240;
    const event = usageEvent(esim, 240, site.clock.now);
    await send(url, event);
    await site.mail.waitFor(1);
    await Promise.all(Array.from({ length: 20 }, () => send(url, event)));
    await until(async () => (await counted(all, events('usage', 'repeated'))) === 20);
    await all.daemon.stop();

    const again = await Daemon.start(site);
    const next = String((await again.event('started')).http);
    const before = asked(all).length;
    await send(next, event);
    await until(async () => (sample(await again.metrics(), events('usage', 'repeated')) ?? 0) === 1);
    await again.stop();
    expect(asked(all).length).toBe(before);
    expect(site.mail.received).toHaveLength(1);
  });

  test('a status that flaps within seconds has its eSIM polled once', async () => {
    const all = await watching(config);
    const { api, site, url } = all;
    const [esim] = api.esims;
    if (!esim) throw new Error('no eSIM');
    for (let second = 0; second < 30; second++) {
      const status = second % 2 === 0 ? 'INACTIVE' : 'ACTIVATED';
      await send(url, statusEvent(esim, status, site.clock.now + second - 30));
    }
    await until(() => asked(all).length === 1);
    await all.daemon.stop();
    expect(asked(all)).toEqual([esim.iccid]);
  });

  test('an event about an unknown eSIM has the list read once, and the eSIM polled when it is in it', async () => {
    const all = await watching(config);
    const { api, site, url } = all;
    const added = api.add({ remaining: 40 });
    await send(url, bytesEvent(added.id, 40));
    await send(url, usageEvent({ iccid: '8944999999999999999' }, 40, site.clock.now));
    await site.mail.waitFor(1);
    expect(asked(all)).toEqual([added.iccid]);
    await send(url, usageEvent({ iccid: '8944888888888888888' }, 40, site.clock.now));
    await send(url, usageEvent({ iccid: '8944999999999999999' }, 30, site.clock.now + 1));
    await until(async () => (await counted(all, events('usage', 'unknown'))) >= 4);
    await all.daemon.stop();
    expect(listed(all)).toBe(1);
  });
});

test('where a plan decides, a usage event that reaches no threshold stands in for a poll', async () => {
  const all = await watching(ADAPTIVE);
  const { api, site, url } = all;
  const [esim] = api.esims;
  if (!esim) throw new Error('no eSIM');
  site.wait(60);
  await send(url, usageEvent(esim, 590, site.clock.now));
  await until(async () => (await counted(all, events('usage', 'stands-in'))) === 1);
  await all.daemon.stop();
  expect(asked(all)).toEqual([]);
});

test('events about the balance are one alert about the account, which a top-up resolves', async () => {
  const all = await watching();
  const { site, url } = all;
  const { now } = site.clock;
  const low = balanceEvent('low_balance', now - 50, 48.2);
  await send(url, low);
  await site.mail.waitFor(1);
  await send(url, balanceEvent('low_balance', now - 40, 31));
  await send(url, balanceEvent('insufficient_balance', now - 30, 0.4));
  await site.mail.waitFor(2);
  await send(url, balanceEvent('top_up', now - 20, 250));
  await site.mail.waitFor(3);
  for (const late of [low, balanceEvent('insufficient_balance', now - 25, 0.4), low]) await send(url, late);
  await until(async () => (await counted(all, events('balance', 'repeated'))) === 2);
  await all.daemon.stop();
  expect(site.subjects).toEqual([
    expect.stringContaining('balance is low (48.2 USD, threshold 50 USD)'),
    expect.stringContaining('balance is insufficient (0.4 USD, threshold 50 USD)'),
    expect.stringContaining('balance was topped up (250 USD)'),
  ]);
  expect(await site.open()).toEqual([]);
  expect(asked(all)).toEqual([]);
});

describe('refused, with nothing changed', () => {
  test('unsigned, unreadable and oversized events, each counted and listed without their content', async () => {
    const all = await watching();
    const { api, site, url, daemon } = all;
    const [esim] = api.esims;
    if (!esim) throw new Error('no eSIM');
    const event = usageEvent(esim, 1, site.clock.now, { lpaCode: 'LPA:1$SECRET' });
    const large = JSON.stringify({ ...event, padding: 'x'.repeat(64 * 1024) });
    const nested = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const answers = [
      await send(url, event, { secret: null }),
      await send(url, event, { secret: 'another' }),
      await send(url, event, { headers: { 'X-Roamify-Signature': 'SECRET' } }),
      await send(url, 'not JSON, SECRET'),
      await send(url, nested),
      await send(url, { event_type: 'esim_status', data: { lpaCode: 'SECRET' } }),
      await send(url, { event_type: 'esim_usage' }),
      await send(url, large),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 400, 422, 422, 422, 413]);
    for (const answer of answers) {
      expect(await answer.json()).toMatchObject({ status: 'failed', message: expect.any(String) });
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await counted(all, requests('unsigned'))).toBe(3);
    expect(await counted(all, requests('unreadable'))).toBe(4);
    expect(await counted(all, requests('too-large'))).toBe(1);
    await daemon.stop();
    const { store } = await site.context;
    const rejected = await store.rejected.list(50);
    expect(rejected.map(({ what }) => what)).toEqual(Array(7).fill('event'));
    expect(rejected.reduce((sum, { times }) => sum + times, 0)).toBe(8);
    expect(JSON.stringify(rejected)).not.toContain('SECRET');
    expect(JSON.stringify(daemon.lines)).not.toContain('SECRET');
    expect(asked(all)).toEqual([]);
  });

  test('a body without a length that grows too large, and one that trickles', async () => {
    const { url } = await watching();
    const body = new ReadableStream<Uint8Array>({
      pull: (stream) => stream.enqueue(Buffer.alloc(8 * 1024)),
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${url}/push/roamify`, init)).status).toBe(413);

    const { port } = new URL(url);
    const answered = new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write('POST /push/roamify HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
      socket.once('data', (data) => {
        resolve(String(data));
        socket.destroy();
      });
    });
    expect(await answered).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('any method but POST, and everything where no push is configured', async () => {
    const { url, daemon, site } = await watching();
    expect((await fetch(`${url}/push/roamify`)).status).toBe(405);
    site.configure({ poll: RARELY, http: { listen: '127.0.0.1:0' } });
    expect(await daemon.reload()).toBe('reloaded');
    expect((await send(url, {})).status).toBe(404);
  });
});

test('both secrets fit while one is rotated, and a changed file without a restart', async () => {
  const { site, url, api } = await watching({ push: { secretFiles: ['./push-secret', './next-secret'] } });
  const [esim] = api.esims;
  const event = statusEvent({ iccid: esim?.iccid ?? '' }, 'ACTIVATED', site.clock.now);
  expect((await send(url, event)).status).toBe(200);
  expect((await send(url, event, { secret: 'next' })).status).toBe(401);
  site.write('next-secret', 'next');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await send(url, event, { secret: 'next' })).status).toBe(200);
});

test('a proxy may pass any host name on, also where no token guards the page, and a token is not needed where one does', async () => {
  const { site, url, api, daemon } = await watching();
  const [esim] = api.esims;
  const event = statusEvent({ iccid: esim?.iccid ?? '' }, 'ACTIVATED', site.clock.now);
  const { hostname, port } = new URL(url);
  const named = (path: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: roamwatch.example.com\r\nContent-Length: 0\r\n\r\n`);
      socket.once('data', (data) => {
        resolve(String(data).slice(0, 12));
        socket.destroy();
      });
    });
  expect(await named('/push/roamify')).toBe('HTTP/1.1 401');
  expect(await named('/esims')).toBe('HTTP/1.1 421');
  await daemon.stop();

  site.write('http-token', 'a-token');
  site.configure({
    poll: RARELY,
    http: { listen: '0.0.0.0:0', tokenFile: './http-token' },
    push: { secretFiles: ['./push-secret'] },
  });
  const open = await Daemon.start(site);
  const { port: openPort } = new URL(String((await open.event('started')).http));
  expect((await send(`http://127.0.0.1:${openPort}`, event)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${openPort}/readyz`)).status).toBe(401);
});

test('while another process holds the database, events are accepted, and take effect afterwards', async () => {
  const all = await watching();
  const { api, site, url } = all;
  const [esim] = api.esims;
  if (!esim) throw new Error('no eSIM');
  esim.remaining = 240;
  const other = new Database(site.database);
  other.exec('begin immediate');
  await taken(url, usageEvent(esim, 240, site.clock.now));
  expect(asked(all)).toEqual([]);
  other.exec('rollback');
  other.close();
  await site.mail.waitFor(1);
});

test('a flood is taken, and has every eSIM polled once', async () => {
  const all = await watching({}, 40);
  const { api, site, url } = all;
  const worker = async (numbers: Iterator<number>) => {
    for (let step = numbers.next(); !step.done; step = numbers.next()) {
      const esim = api.esims[step.value % api.esims.length];
      const at = site.clock.now - 5_000 + step.value;
      await taken(url, usageEvent(esim ?? { iccid: '' }, 600 - (step.value % 7), at));
    }
  };
  const numbers = Array.from({ length: 2_000 }, (_, index) => index).values();
  await Promise.all(Array.from({ length: 50 }, () => worker(numbers)));
  await until(() => new Set(asked(all)).size === 40);
  await all.daemon.stop();
  expect(asked(all)).toHaveLength(40);
});

test("the simulator's events are taken, and its wrong ones refused", async () => {
  const simulator = await startSimulator({ size: 20, mix: { traveller: 1 } });
  onTestFinished(() => simulator.close());
  const site = await Installation.make({
    api: simulator,
    config: { poll: RARELY, http: { listen: '127.0.0.1:0' }, push: { secretFiles: ['./push-secret'] } },
  });
  site.write('push-secret', 'simulator-push-secret');
  site.clock.now = simulator.clock.now();
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  const url = `${String((await daemon.event('started')).http)}/push/roamify`;
  const iccid = simulator.truth.iccids().find((one) => simulator.truth.esim(one).installedAt !== null) ?? '';
  const send = async (order: Omit<PushOrder, 'url'>) =>
    (await simulator.push.send({ ...order, url, retry: false })).map(({ status }) => status);

  for (const shape of SHAPES) expect(await send({ event: 'usage', iccid, shape })).toEqual([200]);
  expect(await send({ event: 'status', iccid, status: 'INACTIVE', times: 3 })).toEqual([200, 200, 200]);
  for (const event of [...BALANCE_EVENTS, 'order'] as const) expect(await send({ event })).toEqual([200]);
  for (const [wrong, status] of [
    ['signature', 401],
    ['unsigned', 401],
    ['tampered', 401],
    ['not-json', 400],
    ['too-large', 413],
  ] as const) {
    expect([wrong, await send({ event: 'order', wrong })]).toEqual([wrong, [status]]);
  }
});
