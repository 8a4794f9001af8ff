import type { components, LaterOperation, Operation } from '@roamwatch/client';
import { expect, expectTypeOf, test } from 'vitest';
import type { OperationName } from '../src/index.js';
import { ask, askData, postJson, simulate } from './asking.js';
import { sample, violation, violationOf } from './spec.js';

type Esim = components['schemas']['Esim'];

const BY_ICCID = [
  '/api/esim',
  '/api/esim/usage',
  '/api/esim/usage/details',
  '/api/esim/topup/packages',
  '/api/esim/history',
];

test('every answer about every eSIM matches the spec, over six weeks', async () => {
  const simulator = await simulate({ size: 60, newPerDay: 1, seed: 11 });
  for (let week = 0; week < 6; week += 2) {
    const list = await ask(simulator, '/api/esims?limit=1000');
    expect(violation('/api/esims', 'get', list.status, JSON.parse(list.text))).toBeNull();
    const esims = (JSON.parse(list.text) as { data: Esim[] }).data;
    for (const esim of esims) {
      const byId = await ask(simulator, `/api/esim?esimId=${esim.id}`);
      expect(violation('/api/esim', 'get', byId.status, JSON.parse(byId.text))).toBeNull();
      expect(JSON.parse(byId.text)).toEqual({ status: 'success', data: esim });
    }
    for (const iccid of esims.flatMap((esim) => esim.iccid ?? [])) {
      for (const path of BY_ICCID) {
        const { status, text } = await ask(simulator, `${path}?iccid=${iccid}`);
        expect(violation(path, 'get', status, JSON.parse(text)), `${path} ${text}`).toBeNull();
      }
    }
    simulator.clock.advance(14 * 86_400);
  }
});

test('an applied eSIM matches the spec', async () => {
  const simulator = await simulate({ size: 3, mix: { unapplied: 1 } });
  const [esim] = await askData<Esim[]>(simulator, '/api/esims');
  const { status, text } = await postJson(simulator, '/api/esim/apply', { esimId: esim?.id });
  expect(violation('/api/esim/apply', 'post', status, JSON.parse(text))).toBeNull();
  expect(violationOf('ApplySuccess', JSON.parse(text))).toBeNull();
});

test.each([
  ['without a token', '/api/esims', { token: '' }, 401],
  ['with a wrong token', '/api/esims', { token: 'wrong' }, 401],
  ['with a token that may do nothing', '/api/esims', { token: 'simulator-token-without-permission' }, 403],
  ['without an ICCID', '/api/esim/usage', {}, 400],
  ['with an empty ICCID', '/api/esim/usage/details?iccid=', {}, 400],
  ['with neither id', '/api/esim', {}, 400],
  ['with an empty eSIM id', '/api/esim?esimId=', {}, 400],
  ['for an unknown ICCID', '/api/esim/history?iccid=894000000000029365', {}, 404],
  ['for an unknown eSIM id', '/api/esim?esimId=b06036c5-eadc-4f88-aa31-8c207fec91ec', {}, 404],
  ['for no eSIMs', '/api/esims?limit=0', {}, 400],
  ['for a number of eSIMs that is none', '/api/esims?limit=many', {}, 400],
])('a request %s is refused as the spec says', async (_, path, init, expected) => {
  const simulator = await simulate({ size: 2 });
  const { status, text } = await ask(simulator, path, init);
  expect(status).toBe(expected);
  expect(violation(path.replace(/\?.*/, ''), 'get', status, JSON.parse(text))).toBeNull();
  expect(violationOf('Failure', JSON.parse(text))).toBeNull();
});

test.each([['not json'], ['[]'], ['null'], ['"text"'], ['{"esimId":5}'], ['{}']])(
  'an application with the body %.20s is refused',
  async (body) => {
    const simulator = await simulate({ size: 2 });
    const { status, text } = await ask(simulator, '/api/esim/apply', { method: 'POST', body });
    expect(status).toBe(400);
    expect(violationOf('Failure', JSON.parse(text))).toBeNull();
  },
);

test('another method is rejected with the right one', async () => {
  const simulator = await simulate({ size: 1 });
  const put = await ask(simulator, '/api/esims', { method: 'PUT' });
  const get = await ask(simulator, '/api/esim/apply');
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET']);
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  expect(violationOf('Failure', JSON.parse(put.text))).toBeNull();
  expect((await ask(simulator, '/api/nothing')).status).toBe(404);
});

test('usage of an eSIM without usage check is rejected, and its notes name the alternative', async () => {
  const simulator = await simulate({ size: 3, mix: { withoutUsageCheck: 1 } });
  const [esim] = await askData<Esim[]>(simulator, '/api/esims');
  const { status, text } = await ask(simulator, `/api/esim/usage/details?iccid=${esim?.iccid}`);
  expect(status).toBe(422);
  expect(violation('/api/esim/usage/details', 'get', status, JSON.parse(text))).toBeNull();
  expect(esim?.notes?.[0]).toMatch(/usage check/i);
});

test('every field of the vendor’s samples is there, with the same type', async () => {
  const simulator = await simulate({ size: 1, mix: { longStay: 1 }, orderedDays: 20 });
  simulator.clock.advance(20 * 86_400);
  const iccid = simulator.truth.iccids()[0];
  const pairs: [sampleName: string, path: string][] = [
    ['esim-by-iccid', `/api/esim?iccid=${iccid}`],
    ['esims', '/api/esims'],
    ['usage', `/api/esim/usage?iccid=${iccid}`],
    ['usage-details', `/api/esim/usage/details?iccid=${iccid}`],
    ['topup-packages', `/api/esim/topup/packages?iccid=${iccid}`],
    ['packages-history', `/api/esim/history?iccid=${iccid}`],
  ];
  for (const [name, path] of pairs) {
    const ours: unknown = JSON.parse((await ask(simulator, path)).text);
    expect(shapeOf(ours), name).toMatchObject(shapeOf(sample(name)) as object);
  }
});

test('operations have the names that the client uses', () => {
  expectTypeOf<OperationName>().toEqualTypeOf<Exclude<Operation, LaterOperation>>();
});

/** A value with each leaf replaced by its type; lists by the shape of their first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
