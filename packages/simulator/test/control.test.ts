import { expect, test } from 'vitest';
import { ask, askData, postJson, simulate } from './asking.js';

test('faults are added, listed, removed and cleared over HTTP', async () => {
  const simulator = await simulate({ size: 1 });
  const added = await postJson(simulator, '/_simulator/faults', {
    kind: 'server-error',
    operation: 'list',
    times: 1,
  });
  expect(JSON.parse(added.text)).toEqual({ status: 'success', data: { id: 1 } });
  expect((await ask(simulator, '/api/esims')).status).toBe(500);
  expect(await askData(simulator, '/_simulator/faults')).toEqual([
    { id: 1, kind: 'server-error', operation: 'list', times: 1, struck: 1 },
  ]);
  await postJson(simulator, '/_simulator/faults', { kind: 'hang' });
  expect((await ask(simulator, '/_simulator/faults/1', { method: 'DELETE' })).status).toBe(200);
  expect((await ask(simulator, '/_simulator/faults/1', { method: 'DELETE' })).status).toBe(404);
  expect(simulator.faults.list()).toHaveLength(1);
  await ask(simulator, '/_simulator/faults', { method: 'DELETE' });
  expect(simulator.faults.list()).toEqual([]);
});

test.each([
  {},
  { kind: 'earthquake' },
  { kind: 'toString' },
  { kind: 'hang', operation: 'everything' },
  { kind: 'hang', times: 0 },
  { kind: 'hang', probability: 2 },
  { kind: 'html', status: 99 },
  { kind: 'hang', retries: 3 },
  { kind: 'slow', delayMs: -1 },
])('the fault %j is refused', async (fault) => {
  const simulator = await simulate({ size: 1 });
  expect((await postJson(simulator, '/_simulator/faults', fault)).status).toBe(400);
  expect(simulator.faults.list()).toEqual([]);
});

test('the clock is set, moved and made to run over HTTP', async () => {
  const simulator = await simulate({ size: 1 });
  await postJson(simulator, '/_simulator/clock', { set: 1_740_000_000 });
  const moved = await postJson(simulator, '/_simulator/clock', { advance: 60 });
  expect(JSON.parse(moved.text)).toMatchObject({ data: { now: 1_740_000_060, speed: 0 } });
  expect(simulator.clock.now()).toBe(1_740_000_060);
  await postJson(simulator, '/_simulator/clock', { speed: 1_000_000 });
  await expect.poll(() => simulator.clock.now()).toBeGreaterThan(1_740_000_060);
});

test.each([{ set: 'now' }, { advance: -5 }, { jump: 3 }, { speed: null }])(
  'the clock refuses %j',
  async (move) => {
    const simulator = await simulate({ size: 1 });
    const before = simulator.clock.now();
    expect((await postJson(simulator, '/_simulator/clock', move)).status).toBe(400);
    expect(simulator.clock.now()).toBe(before);
  },
);

test('state and requests are returned, tokens are not', async () => {
  const simulator = await simulate({ size: 4, token: 'a-token-to-keep' });
  await ask(simulator, '/api/esims');
  await ask(simulator, '/api/esims', { token: 'wrong' });
  await ask(simulator, '/api/nothing');
  expect(await askData(simulator, '/_simulator/requests')).toMatchObject({ list: 2, unknown: 1, usage: 0 });
  expect(simulator.requests.list).toBe(2);
  const { text } = await ask(simulator, '/_simulator/state');
  expect(JSON.parse(text)).toMatchObject({ data: { esims: 4, faults: 0, seed: 1 } });
  expect(text).not.toContain('a-token-to-keep');
  expect((await ask(simulator, '/_simulator/nothing')).status).toBe(404);
  expect((await ask(simulator, '/_simulator/state', { method: 'PUT' })).status).toBe(405);
});
