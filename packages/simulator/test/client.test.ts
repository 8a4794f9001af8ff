import { createRoamifyClient, RoamifyError } from '@roamwatch/client';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault, Simulator } from '../src/index.js';
import { simulate } from './asking.js';

function clientOf({ url, token }: Simulator) {
  const client = createRoamifyClient({
    baseUrl: url,
    token,
    requestsPerSecond: 10_000,
    concurrency: 8,
    retries: 0,
    timeouts: { request: 3 },
  });
  onTestFinished(() => client.close());
  return client;
}

test.each(['number', 'string'] as const)(
  'the client reads every answer, figures as %s',
  async (numberForm) => {
    const simulator = await simulate({ size: 150, seed: 21, numberForm, newPerDay: 1 });
    const client = clientOf(simulator);
    simulator.clock.advance(12 * 86_400);
    const listed: string[] = [];
    for await (const { esims, rejected } of client.listEsims({ limit: 1_000 })) {
      expect(rejected).toEqual([]);
      for (const { esimId, iccid, usageCheck } of esims) {
        listed.push(esimId);
        if (iccid === null) continue;
        const { packages } = simulator.truth.esim(iccid);
        const history = await client.packagesHistory(iccid);
        expect(history.rejected).toEqual([]);
        expect(history.purchases.length).toBeGreaterThanOrEqual(1);
        expect(history.purchases[0]?.packageName).toBe(packages[0]?.name);
        expect((await client.topUpPackages(iccid)).rejected).toEqual([]);
        if (!usageCheck) continue;
        const details = await client.usageDetails(iccid);
        expect(details).toMatchObject({ iccid, esimId, rejected: [] });
        expect(details.allowed).not.toBeNull();
        expect(details.remaining).not.toBeNull();
      }
    }
    expect(new Set(listed).size).toBe(162);
  },
);

test('the client applies and lists an order by its reference', async () => {
  const simulator = await simulate({ size: 5, mix: { unapplied: 1 } });
  const client = clientOf(simulator);
  const referenceId = (await client.raw.esimById(simulator.truth.esim(0).esimId)).referenceId ?? '';
  const ofOrder = [0, 1, 2].map((index) => simulator.truth.esim(index).esimId);
  const applied = await client.applyProfile({ referenceId, startDate: '2025-02-01' });
  expect(applied.map(({ esimId, status }) => [esimId, status])).toEqual(ofOrder.map((id) => [id, 'READY']));
  for await (const { esims } of client.listEsims({ referenceId })) {
    expect(esims.map(({ esimId }) => esimId).sort()).toEqual(ofOrder.toSorted());
  }
  await expect(client.applyProfile({ referenceId: 'order-99' })).rejects.toMatchObject({
    reason: 'not-found',
  });
});

test('the client applies pending eSIMs and follows up by eSIM id', async () => {
  const simulator = await simulate({
    size: 1,
    mix: { unapplied: 1 },
    speed: 600,
    apply: { generateSeconds: 60 },
  });
  const client = clientOf(simulator);
  const { esimId } = simulator.truth.esim(0);
  const applied = await client.applyProfile({ esimId });
  expect(applied).toMatchObject({ esimId, status: 'READY' });
  expect(simulator.requests.apply).toBe(1);
});

test.each<[Fault, string]>([
  [{ kind: 'refused-token' }, 'unauthorized'],
  [{ kind: 'forbidden' }, 'forbidden'],
  [{ kind: 'rate-limited' }, 'rate-limited'],
  [{ kind: 'server-error' }, 'unavailable'],
  [{ kind: 'unknown-error' }, 'unavailable'],
  [{ kind: 'echoed-token' }, 'unauthorized'],
  [{ kind: 'trickle' }, 'timeout'],
  [{ kind: 'endless-list' }, 'unreadable'],
  [{ kind: 'compressed-bomb' }, 'unreadable'],
  [{ kind: 'nested' }, 'unreadable'],
  [{ kind: 'unavailable' }, 'unavailable'],
  [{ kind: 'hang' }, 'timeout'],
  [{ kind: 'cut' }, 'network'],
  [{ kind: 'truncated' }, 'unreadable'],
  [{ kind: 'html' }, 'unreadable'],
  [{ kind: 'html', status: 502 }, 'unavailable'],
  [{ kind: 'failed' }, 'failed'],
  [{ kind: 'pending' }, 'pending'],
])('the client takes %j for %s', async (fault, reason) => {
  const simulator = await simulate({ size: 1, mix: { longStay: 1 } });
  simulator.faults.add(fault);
  const failure = await clientOf(simulator)
    .usageDetails(simulator.truth.iccids()[0] ?? '')
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RoamifyError);
  expect((failure as RoamifyError).reason).toBe(reason);
  expect(String(failure)).not.toContain(simulator.token);
});

test('the client reads the figures, places and prices that a provider means', async () => {
  const simulator = await simulate({
    size: 1,
    mix: { longStay: 1 },
    orderedDays: 5,
    iccidForm: 'trailing-f',
  });
  simulator.clock.advance(10 * 86_400);
  const client = clientOf(simulator);
  const [iccid = ''] = simulator.truth.iccids();
  for await (const { esims } of client.listEsims())
    expect(esims).toMatchObject([{ iccid, requestIccid: `${iccid}F` }]);
  const under = async (kind: Fault['kind']) => {
    simulator.faults.clear();
    simulator.faults.add({ kind });
    return client.usageDetails(iccid);
  };
  expect(await under('overdrawn')).toMatchObject({ remaining: -5, rejected: [] });
  expect(await under('unlimited-sentinel')).toMatchObject({ allowed: -1, remaining: -1, rejected: [] });
  expect(await under('throttled')).toMatchObject({ allowed: -1, remaining: -1, rejected: [] });
  expect(await under('missing-allowance')).toMatchObject({ allowed: null, rejected: [{ what: 'figure' }] });
  expect(
    new Set((await under('respelled-places')).days.map(({ location }) => location)).size,
  ).toBeLessThanOrEqual(new Set((await under('unknown-fields')).days.map(({ location }) => location)).size);
  simulator.faults.clear();
  const priced = await client.packagesHistory(iccid);
  simulator.faults.add({ kind: 'noisy-prices' });
  expect(await client.packagesHistory(iccid)).toEqual(priced);
});

test('the client keeps hostile text to its own eSIM', async () => {
  const simulator = await simulate({ size: 3, mix: { longStay: 1 } });
  const client = clientOf(simulator);
  const [iccid = ''] = simulator.truth.iccids();
  for (const kind of ['hostile-text', 'hostile-ids'] as const) simulator.faults.add({ kind, iccid });
  simulator.faults.add({ kind: 'hostile-text', operation: 'list' });
  for await (const { esims, rejected } of client.listEsims()) {
    expect(esims).toHaveLength(3);
    expect(rejected.length).toBeGreaterThan(0);
    expect(JSON.stringify(esims)).not.toMatch(/[\p{Cc}\p{Cs}\u202e]|\\u/u);
  }
});

test.each(['missing-figures', 'unreadable-figures', 'unreadable-rows', 'negative-rows'] as const)(
  'the client sets aside %s and reads the rest',
  async (kind) => {
    const simulator = await simulate({ size: 1, mix: { longStay: 1 }, orderedDays: 5 });
    simulator.clock.advance(10 * 86_400);
    simulator.faults.add({ kind });
    const details = await clientOf(simulator).usageDetails(simulator.truth.iccids()[0] ?? '');
    expect(details.rejected.length).toBeGreaterThan(0);
    expect(details.startedAt).not.toBeNull();
  },
);

test('the client does not mind unknown fields and statuses', async () => {
  const simulator = await simulate({ size: 1, mix: { longStay: 1 }, orderedDays: 5 });
  simulator.clock.advance(10 * 86_400);
  simulator.faults.add({ kind: 'unknown-fields' });
  simulator.faults.add({ kind: 'unknown-status' });
  const details = await clientOf(simulator).usageDetails(simulator.truth.iccids()[0] ?? '');
  expect(details).toMatchObject({ status: 'HIBERNATING', rejected: [] });
  expect(details.days.length).toBeGreaterThan(5);
});
