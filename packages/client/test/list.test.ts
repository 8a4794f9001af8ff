import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  type FleetListing,
  type ListBatch,
  listFleet,
  type RoamifyClient,
  WHOLE_FLEET,
} from '../src/index.js';
import { esimBody, type Handler, sendData, sendJson, startProvider } from './provider.js';

async function idsOf(batches: AsyncIterable<ListBatch>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { esims } of batches) ids.push(...esims.map(({ esimId }) => esimId));
  return ids;
}

async function fleetOf(client: RoamifyClient, remembered: ReadonlyMap<string, number> = new Map()) {
  const listing = listFleet(client, { remembered });
  const ids = new Set<string>();
  for (;;) {
    const step: IteratorResult<ListBatch, FleetListing> = await listing.next();
    if (step.done) return { ...step.value, ids };
    for (const { esimId } of step.value.esims) ids.add(esimId);
  }
}

const fleet = (size: number, statuses = ['INSTALLED', 'READY', 'EXPIRED']) =>
  Array.from({ length: size }, (_, number) => esimBody(number, statuses[number % statuses.length]));

/** A provider of `esims` that honours status and limit, and returns no more than `cap`. */
function listing(esims: readonly { status: string }[], cap = Number.POSITIVE_INFINITY): Handler {
  return (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const status = query.get('status');
    const found = esims.filter((esim) => status === null || esim.status === status);
    sendData(response, found.slice(0, Math.min(cap, Number(query.get('limit') ?? 50))));
  };
}

test('a list is given in batches as it comes, plain and compressed', async () => {
  const esims = fleet(3000);
  const body = JSON.stringify({ data: esims, status: 'success' });
  const provider = await startProvider((request, response) => {
    if (request.url?.includes('limit=1')) return response.end(body);
    expect(request.headers['accept-encoding']).toContain('gzip');
    return response.setHeader('content-encoding', 'gzip').end(gzipSync(body));
  });
  const client = provider.client();
  const expected = esims.map(({ id }) => id);
  expect(await idsOf(client.listEsims({ limit: 1 }))).toEqual(expected);
  expect(await idsOf(client.listEsims({ status: 'READY' }))).toEqual(expected);
  expect(provider.asked).toEqual(['GET /api/esims?limit=1', 'GET /api/esims?status=READY']);
});

test.each<[string, string, Handler]>([
  [
    'ends early',
    'unreadable',
    (_, response) => response.end(JSON.stringify({ status: 'success', data: fleet(9) }).slice(0, -5)),
  ],
  [
    'is a failure after all',
    'failed',
    (_, response) => sendJson(response, { data: fleet(9), status: 'failed' }),
  ],
  ['has no list', 'unreadable', (_, response) => sendData(response, { esims: [] })],
  ['is HTML', 'unreadable', (_, response) => response.end('<html>')],
  ['is empty', 'unreadable', (_, response) => response.end()],
  [
    'has an encoding nobody knows',
    'unreadable',
    (_, response) => response.setHeader('content-encoding', 'zstd').end(),
  ],
  [
    'is compressed and cut',
    'unreadable',
    (_, response) =>
      response
        .setHeader('content-encoding', 'gzip')
        .end(gzipSync('{"status":"success","data":[]}').subarray(0, 30)),
  ],
  ['is refused', 'unauthorized', (_, response) => sendJson(response, { status: 'failed' }, 401)],
  ['hangs', 'timeout', () => {}],
  ['stops half-way', 'timeout', (_, response) => void response.write('{"data":[1,')],
])('a list that %s is an error: %s', async (_, reason, handler) => {
  const provider = await startProvider(handler);
  const client = provider.client({ retries: 0, timeouts: { list: 2 } });
  await expect(idsOf(client.listEsims())).rejects.toMatchObject({ reason, operation: 'list' });
});

test('a list that breaks off is requested again by the fleet listing, and returned again', async () => {
  const provider = await startProvider((_, response, count) => {
    if (count > 1) return sendData(response, fleet(1201));
    response.write(JSON.stringify({ status: 'success', data: fleet(1201) }).slice(0, -1000));
    return setTimeout(() => response.destroy(), 50);
  });
  const result = await fleetOf(provider.client({ retries: 0 }), new Map([[WHOLE_FLEET, 1201]]));
  expect(result).toMatchObject({ complete: true, listed: 1201 });
  expect(result.ids.size).toBe(1201);
});

test('giving up a list half-way frees its place', async () => {
  const provider = await startProvider((_, response) => sendData(response, fleet(2000)));
  const client = provider.client({ concurrency: 1 });
  for (let times = 0; times < 3; times++) {
    for await (const batch of client.listEsims()) {
      expect(batch.esims.length).toBeGreaterThan(0);
      break;
    }
  }
  expect(provider.asked).toHaveLength(3);
});

test('a fleet of known size takes one call', async () => {
  const provider = await startProvider(listing(fleet(3001)));
  const result = await fleetOf(provider.client(), new Map([[WHOLE_FLEET, 2990]]));
  expect(result).toMatchObject({ complete: true, reason: null, listed: 3001, capped: [] });
  expect([...result.sizes]).toEqual([[WHOLE_FLEET, 3001]]);
  expect(provider.asked).toHaveLength(1);
});

test('an unknown size is found by growing limits, and an empty fleet is complete', async () => {
  const provider = await startProvider(listing(fleet(1234)));
  expect(await fleetOf(provider.client())).toMatchObject({ complete: true, listed: 1234 });
  expect(provider.asked).toEqual(['GET /api/esims?limit=1000', 'GET /api/esims?limit=10000']);
  const empty = await startProvider(listing([]));
  expect(await fleetOf(empty.client())).toMatchObject({ complete: true, listed: 0 });
});

test('a round number is looked into, and believed when the statuses add up to it', async () => {
  const provider = await startProvider(listing([...fleet(99), esimBody(99, 'DORMANT')]));
  const result = await fleetOf(provider.client());
  expect(result).toMatchObject({ complete: true, capped: [], listed: 100 });
  expect(provider.asked.filter((url) => url.includes('status='))).toHaveLength(7);
});

test('a cap is worked around by requesting each status', async () => {
  const provider = await startProvider(listing(fleet(240), 100));
  const result = await fleetOf(provider.client());
  expect(result).toMatchObject({ complete: true, capped: [{ status: undefined, cap: 100, proven: true }] });
  expect(result.ids.size).toBe(240);
  expect(result.sizes.get(WHOLE_FLEET)).toBe(240);
});

test('a cap that cannot be bypassed is reported', async () => {
  const provider = await startProvider(listing(fleet(400), 100));
  const result = await fleetOf(provider.client());
  expect(result).toMatchObject({
    complete: false,
    reason: 'the provider cuts its lists: READY at 100, INSTALLED at 100, EXPIRED at 100',
  });
});

test('a cap below the size of the last listing is noticed, round or not', async () => {
  const provider = await startProvider(listing(fleet(240), 77));
  const result = await fleetOf(provider.client(), new Map([[WHOLE_FLEET, 230]]));
  expect(result).toMatchObject({ complete: false, capped: [{ cap: 77, proven: true }, {}, {}, {}] });
});

test('where a cap cannot be distinguished from the size of the fleet, the doubt is reported', async () => {
  const provider = await startProvider(listing(fleet(180, ['READY']), 50));
  const result = await fleetOf(provider.client());
  expect(result).toMatchObject({
    complete: false,
    reason:
      'the provider returned exactly 50 eSIMs when up to 1000 were requested: it may cut its list there',
    capped: [{ proven: false }, { status: 'READY', cap: 50, proven: false }],
  });
});

test('a provider that ignores the status proves nothing', async () => {
  const provider = await startProvider((_, response) => sendData(response, fleet(50)));
  expect(await fleetOf(provider.client())).toMatchObject({ complete: false, listed: 50 });
});

test('a provider that rejects large limits gets smaller ones', async () => {
  const honest = listing(fleet(700));
  const provider = await startProvider((request, response, count) => {
    const limit = Number(new URL(request.url ?? '', 'http://x').searchParams.get('limit'));
    if (limit > 500) sendJson(response, { status: 'failed', message: 'limit is too large' }, 422);
    else honest(request, response, count);
  });
  const result = await fleetOf(provider.client());
  expect(result.ids.size).toBe(700);
  expect(result).toMatchObject({ complete: true, capped: [{ cap: 500, proven: true }] });
});

test('an eSIM that moves on between two questions is not missed', async () => {
  const esims = fleet(240);
  const provider = await startProvider((request, response, count) => {
    listing(esims, 100)(request, response, count);
    // After each answer a READY eSIM is installed.
    const ready = esims.findLast(({ status }) => status === 'READY');
    if (ready !== undefined) ready.status = 'INSTALLED';
  });
  expect((await fleetOf(provider.client())).ids.size).toBe(240);
});

test('a refused token ends the listing', async () => {
  const provider = await startProvider((_, response) => sendJson(response, { status: 'failed' }, 403));
  await expect(fleetOf(provider.client())).rejects.toMatchObject({ refused: true });
  expect(provider.asked).toHaveLength(1);
});
