import { expect, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.js';
import { ask, askData, postJson, simulate } from './asking.js';

interface Esim {
  readonly id: string;
  readonly iccid?: string;
  readonly status: string;
}

async function withOneUnapplied(
  apply: NonNullable<SimulatorOptions['apply']>,
): Promise<{ simulator: Simulator; esimId: string }> {
  const simulator = await simulate({ size: 1, mix: { unapplied: 1 }, apply });
  const [esim] = await askData<Esim[]>(simulator, '/api/esims');
  expect(esim).toMatchObject({ status: 'NEW' });
  expect(esim).not.toHaveProperty('iccid');
  return { simulator, esimId: esim?.id ?? '' };
}

test('an eSIM that is applied gets its profile, once', async () => {
  const { simulator, esimId } = await withOneUnapplied({});
  const first = JSON.parse((await postJson(simulator, '/api/esim/apply', { esimId })).text) as { data: Esim };
  const second = JSON.parse((await postJson(simulator, '/api/esim/apply', { esimId })).text) as {
    data: Esim;
  };
  expect(first.data).toMatchObject({ id: esimId, status: 'READY' });
  expect(second).toEqual(first);
  expect(await askData<Esim>(simulator, `/api/esim?iccid=${first.data.iccid}`)).toEqual(first.data);
  expect(simulator.truth.iccids()).toEqual([first.data.iccid]);
});

test('a profile that takes time is "still pending processing", then there by eSIM id', async () => {
  const { simulator, esimId } = await withOneUnapplied({ generateSeconds: 60 });
  const { status, text } = await postJson(simulator, '/api/esim/apply', { esimId });
  expect([status, JSON.parse(text)]).toEqual([
    200,
    { status: 'failed', message: 'eSIM is still pending processing' },
  ]);
  simulator.clock.advance(59);
  expect(await askData(simulator, `/api/esim?esimId=${esimId}`)).toMatchObject({ status: 'NEW' });
  simulator.clock.advance(1);
  expect(await askData(simulator, `/api/esim?esimId=${esimId}`)).toMatchObject({ status: 'READY' });
});

test('a caller that does not wait long enough finds the profile afterwards', async () => {
  const { simulator, esimId } = await withOneUnapplied({ holdSeconds: 30 });
  const impatient = ask(simulator, '/api/esim/apply', {
    method: 'POST',
    body: JSON.stringify({ esimId }),
    signal: AbortSignal.timeout(150),
  });
  await expect(impatient).rejects.toThrow(/timeout/i);
  expect(await askData(simulator, `/api/esim?esimId=${esimId}`)).toMatchObject({ status: 'READY' });
});

test('an eSIM that has its profile is answered with it', async () => {
  const simulator = await simulate({ size: 1, mix: { longStay: 1 } });
  const [esim] = await askData<Esim[]>(simulator, '/api/esims');
  const { text } = await postJson(simulator, '/api/esim/apply', { esimId: esim?.id });
  expect(JSON.parse(text)).toEqual({ status: 'success', data: esim });
});
