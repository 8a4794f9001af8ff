import { expect, test } from 'vitest';
import type { Fault, Simulator } from '../src/index.js';
import { type Asked, ask, askData, simulate } from './asking.js';
import { violation, violationOf } from './spec.js';

async function struckBy(fault: Fault, path = '/api/esims'): Promise<{ simulator: Simulator; asked: Asked }> {
  const simulator = await simulate({ size: 60, mix: { longStay: 1 }, orderedDays: 5 });
  simulator.clock.advance(10 * 86_400);
  simulator.faults.add(fault);
  return { simulator, asked: await ask(simulator, path) };
}

test.each([
  [{ kind: 'rate-limited' }, 429],
  [{ kind: 'server-error' }, 500],
  [{ kind: 'unknown-error' }, 500],
  [{ kind: 'echoed-token' }, 401],
  [{ kind: 'unavailable' }, 503],
  [{ kind: 'refused-token' }, 401],
  [{ kind: 'forbidden' }, 403],
  [{ kind: 'failed' }, 200],
  [{ kind: 'pending' }, 200],
] as const)('%j is answered with the error envelope', async (fault, status) => {
  const { asked } = await struckBy(fault);
  expect(asked.status).toBe(status);
  expect(violation('/api/esims', 'get', status, JSON.parse(asked.text))).toBeNull();
  expect(violationOf('Failure', JSON.parse(asked.text))).toBeNull();
});

test('Retry-After comes as seconds, as a date, or not at all', async () => {
  const seconds = await struckBy({ kind: 'rate-limited', retryAfterSeconds: 17 });
  const date = await struckBy({ kind: 'rate-limited', retryAfterSeconds: 3_600, retryAfterForm: 'date' });
  const none = await struckBy({ kind: 'rate-limited', retryAfterForm: 'none' });
  const unavailable = await struckBy({ kind: 'unavailable', retryAfterSeconds: 5 });
  expect(seconds.asked.headers.get('retry-after')).toBe('17');
  const wait = Date.parse(date.asked.headers.get('retry-after') ?? '') - Date.now();
  expect(wait).toBeGreaterThan(3_000_000);
  expect(wait).toBeLessThanOrEqual(3_600_000);
  expect(none.asked.headers.has('retry-after')).toBe(false);
  expect(unavailable.asked.headers.get('retry-after')).toBe('5');
});

test('a web page comes with 200, or the requested status', async () => {
  const page = await struckBy({ kind: 'html' });
  const gateway = await struckBy({ kind: 'html', status: 502 });
  expect([page.asked.status, gateway.asked.status]).toEqual([200, 502]);
  expect(page.asked.headers.get('content-type')).toContain('text/html');
  expect(() => JSON.parse(page.asked.text)).toThrow();
});

test('a hanging request is answered by nobody, and ends with the simulator', async () => {
  const simulator = await simulate({ size: 1 });
  simulator.faults.add({ kind: 'hang' });
  await expect(ask(simulator, '/api/esims', { signal: AbortSignal.timeout(200) })).rejects.toThrow(
    /timeout/i,
  );
  const waiting = ask(simulator, '/api/esims').catch((error: unknown) => error);
  await simulator.close();
  expect(await waiting).toBeInstanceOf(Error);
});

test('a slow answer is the right one', async () => {
  const { asked } = await struckBy({ kind: 'slow', delayMs: 20 });
  expect(violation('/api/esims', 'get', asked.status, JSON.parse(asked.text))).toBeNull();
});

test.each(['/api/esims', '/api/esims?limit=60'])(
  '%s is cut in the middle, or ends too early as if whole',
  async (path) => {
    await expect(struckBy({ kind: 'cut' }, path)).rejects.toThrow();
    const { asked } = await struckBy({ kind: 'truncated' }, path);
    expect(asked.status).toBe(200);
    expect(asked.text.length).toBeGreaterThan(100);
    expect(() => JSON.parse(asked.text)).toThrow();
  },
);

test('a list cut short is shorter than the limit and the fleet', async () => {
  const { asked } = await struckBy({ kind: 'short-list', keep: 7 }, '/api/esims?limit=60');
  expect((JSON.parse(asked.text) as { data: unknown[] }).data).toHaveLength(7);
});

test('an answer can trickle, continue without end, or be far larger than it looks', async () => {
  const simulator = await simulate({ size: 1, mix: { longStay: 1 } });
  const bytesOf = async (kind: Fault['kind'], most: number, headers: Record<string, string> = {}) => {
    simulator.faults.clear();
    simulator.faults.add({ kind, delayMs: 1 });
    const response = await fetch(`${simulator.url}/api/esims`, {
      headers: { authorization: `Bearer ${simulator.token}`, ...headers },
    });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      if (bytes >= most) break;
    }
    return bytes;
  };
  const started = performance.now();
  expect(await bytesOf('trickle', 50)).toBeGreaterThanOrEqual(50);
  expect(performance.now() - started).toBeGreaterThan(40);
  expect(await bytesOf('endless-list', 5_000_000)).toBeGreaterThanOrEqual(5_000_000);
  expect(await bytesOf('compressed-bomb', 20_000_000, { 'accept-encoding': 'identity' })).toBeGreaterThan(
    10_000_000,
  );
});

test('ICCIDs can be spelt otherwise in the list, and then have to be in requests', async () => {
  for (const [iccidForm, pattern] of [
    ['trailing-f', /^\d{19}F$/],
    ['leading-f', /^f\d{19}$/],
    ['spaces', /^\d{4} \d{4} \d{4} \d{4} \d{3}$/],
    ['dashes', /^\d{4}-\d{4}-\d{4}-\d{4}-\d{3}$/],
  ] as const) {
    const simulator = await simulate({ size: 1, mix: { longStay: 1 }, iccidForm });
    const [esim] = await askData<{ iccid: string }[]>(simulator, '/api/esims');
    const [plain = ''] = simulator.truth.iccids();
    expect(esim?.iccid).toMatch(pattern);
    const usage = (iccid: string) => ask(simulator, `/api/esim/usage?iccid=${encodeURIComponent(iccid)}`);
    expect((await usage(plain)).status).toBe(404);
    const { text } = await usage(esim?.iccid ?? '');
    expect(JSON.parse(text)).toMatchObject({ data: { iccid: plain } });
  }
});

interface Tampered {
  readonly status?: string;
  readonly allowedData?: unknown;
  readonly remainingData?: unknown;
  readonly withThrottle?: unknown;
  readonly futureField?: unknown;
  readonly dataUsages?: readonly {
    readonly date?: string;
    readonly usage?: unknown;
    readonly location?: string;
    readonly futureField?: unknown;
  }[];
}

async function tampered(kind: Fault['kind']): Promise<Tampered> {
  const simulator = await simulate({ size: 1, mix: { longStay: 1 }, orderedDays: 5 });
  simulator.clock.advance(10 * 86_400);
  simulator.faults.add({ kind });
  return askData(simulator, `/api/esim/usage/details?iccid=${simulator.truth.iccids()[0]}`);
}

test('figures and rows can be missing, unreadable, negative or strange', async () => {
  expect(await tampered('missing-figures')).not.toHaveProperty('allowedData');
  expect(await tampered('missing-figures')).not.toHaveProperty('dataUsages');
  expect(await tampered('unreadable-figures')).toMatchObject({ allowedData: 'plenty', remainingData: null });
  const unreadable = await tampered('unreadable-rows');
  expect(unreadable.dataUsages?.[0]).not.toHaveProperty('date');
  expect(unreadable.dataUsages?.at(-1)?.usage).toBe('a lot');
  expect((await tampered('negative-rows')).dataUsages?.[0]?.usage).toBeLessThan(0);
  const strange = await tampered('unknown-fields');
  expect(strange.futureField).toBeDefined();
  expect(strange.dataUsages?.[0]?.futureField).toBe(true);
  expect((await tampered('unknown-status')).status).toBe('HIBERNATING');
  expect(await tampered('missing-allowance')).not.toHaveProperty('allowedData');
  expect(await tampered('missing-allowance')).toHaveProperty('dataUsages');
  expect((await tampered('overdrawn')).remainingData).toBe(-5);
  expect((await tampered('unlimited-sentinel')).allowedData).toBe(Number.MAX_SAFE_INTEGER);
  expect(await tampered('throttled')).toMatchObject({ remainingData: 0, withThrottle: true });
  expect((await tampered('hostile-text')).status).toMatch(/\p{Cc}/u);
  const places = (await tampered('respelled-places')).dataUsages?.map(({ location }) => location);
  expect(new Set(places).size).toBeGreaterThan(1);
});

test('a fault strikes as often as requested, and only its target', async () => {
  const simulator = await simulate({ size: 2, mix: { longStay: 1 } });
  const [one = '', other = ''] = simulator.truth.iccids();
  const statusOf = async (path: string) => (await ask(simulator, path)).status;
  simulator.faults.add({ kind: 'server-error', operation: 'usage', iccid: one, times: 2 });
  expect(await statusOf(`/api/esim/usage?iccid=${other}`)).toBe(200);
  expect(await statusOf(`/api/esim/history?iccid=${one}`)).toBe(200);
  expect(await statusOf(`/api/esim/usage?iccid=${one}`)).toBe(500);
  expect(await statusOf(`/api/esim/usage?iccid=${one}`)).toBe(500);
  expect(await statusOf(`/api/esim/usage?iccid=${one}`)).toBe(200);
  expect(simulator.faults.list()).toMatchObject([{ id: 1, struck: 2 }]);
  simulator.faults.clear();
  expect(simulator.faults.list()).toEqual([]);
});

test('chance strikes the same requests for the same seed, whatever the order of requests', async () => {
  const strikes = async (backwards: boolean) => {
    const simulator = await simulate({ size: 40, mix: { longStay: 1 }, seed: 3 });
    simulator.faults.add({ kind: 'server-error', probability: 0.4 });
    const iccids = simulator.truth.iccids();
    const struck: string[] = [];
    for (const iccid of backwards ? iccids.toReversed() : iccids) {
      for (const attempt of [1, 2]) {
        const { status } = await ask(simulator, `/api/esim/usage?iccid=${iccid}`);
        if (status === 500) struck.push(`${iccid} ${attempt}`);
      }
    }
    return struck.sort();
  };
  const struck = await strikes(false);
  expect(struck.length).toBeGreaterThan(15);
  expect(struck.length).toBeLessThan(50);
  expect(await strikes(true)).toEqual(struck);
});
