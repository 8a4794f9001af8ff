import { expect, expectTypeOf, test } from 'vitest';
import type {
  ApplyRequest,
  components,
  DayFigure,
  EsimAnswer,
  ListedEsim,
  PackagePurchase,
  Rejected,
  TopUpPackage,
  UsageAnswer,
  UsageDetails,
  WireEsim,
  WireUsageDetails,
} from '../src/index.js';
import { esimBody, sendData, sendJson, startProvider, usageBody } from './provider.js';

const ICCID = usageBody().iccid;

test('the raw view has every field as it came', async () => {
  const esim = { ...esimBody(1), apn: { apnName: 'globaldata' }, future: [1, 'two', null] };
  const offers = [
    { packageId: 'p', package: '1 GB', withHotspot: true, price: 16.049999999999997, notes: ['n'] },
  ];
  const provider = await startProvider((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/api/esims') return sendData(response, [esim, 'odd', null]);
    if (path === '/api/esim' || path === '/api/esim/apply') return sendData(response, esim);
    if (path === '/api/esim/topup/packages' || path === '/api/esim/history')
      return sendData(response, offers);
    return sendData(response, usageBody({ allowedSms: 5, remainingVoice: '7' }));
  });
  const { raw } = provider.client();
  expect(await raw.esimByIccid(ICCID)).toEqual(esim);
  expect(await raw.esimById('esim-1')).toEqual(esim);
  expect(await raw.applyProfile({ esimId: 'esim-1' })).toEqual(esim);
  expect(await raw.topUpPackages(ICCID)).toEqual(offers);
  expect(await raw.packagesHistory(ICCID)).toEqual(offers);
  expect(await raw.usage(ICCID)).toEqual(usageBody({ allowedSms: 5, remainingVoice: '7' }));
  expect((await raw.usageDetails(ICCID)).dataUsages).toEqual(usageBody().dataUsages);
  const listed: unknown[] = [];
  for await (const batch of raw.listEsims({ limit: 10 })) listed.push(...batch);
  expect(listed).toEqual([esim, 'odd', null]);
});

test('the raw view fails as the decoded one does', async () => {
  const provider = await startProvider((_, response) =>
    sendJson(response, { status: 'failed', message: 'no', code: 'NO' }, 404),
  );
  await expect(provider.client().raw.usage(ICCID)).rejects.toMatchObject({ reason: 'not-found', code: 'NO' });
  const other = await startProvider((_, response) => sendJson(response, { status: 'failed', message: 'no' }));
  await expect(other.client().raw.packagesHistory(ICCID)).rejects.toMatchObject({ reason: 'failed' });
  const odd = await startProvider((_, response) => sendData(response, 'text'));
  await expect(odd.client().raw.esimById('e')).rejects.toMatchObject({ reason: 'unreadable' });
});

test('every documented parameter is sent', async () => {
  const bodies: string[] = [];
  const provider = await startProvider(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    sendData(response, request.url === '/api/esim/apply' ? [esimBody(1), esimBody(2)] : []);
  });
  const client = provider.client();
  const filter = { days: 7, gbs: 1.5, isUnlimited: false, packageId: 'esim-1gb' };
  await client.topUpPackages(ICCID, filter);
  await client.raw.topUpPackages(ICCID, filter);
  for await (const _ of client.listEsims({ status: 'READY', limit: 5, referenceId: 'order 7' }));
  const applied = await client.applyProfile({ referenceId: 'order-7', startDate: '2025-01-02' });
  expect(applied.map(({ esimId }) => esimId)).toEqual(['esim-1', 'esim-2']);
  const one = await client.applyProfile({ esimId: 'esim-2', startDate: '2025-01-02' });
  expect(one.esimId).toBe('esim-2');
  const secret = await client.applyProfile({ referenceId: 'order-7' }, { secrets: true });
  expect(secret[1]?.installation.activationCode).toBe('SECRET');
  const query = `iccid=${ICCID}&days=7&gbs=1.5&isUnlimited=false&packageId=esim-1gb`;
  expect(provider.asked.slice(0, 3)).toEqual([
    `GET /api/esim/topup/packages?${query}`,
    `GET /api/esim/topup/packages?${query}`,
    'GET /api/esims?status=READY&limit=5&referenceId=order%207',
  ]);
  expect(bodies.slice(3)).toEqual([
    '{"referenceId":"order-7","startDate":"2025-01-02"}',
    '{"esimId":"esim-2","startDate":"2025-01-02"}',
    '{"referenceId":"order-7"}',
  ]);
});

test('an order is applied once, and an undecided end is thrown', async () => {
  const provider = await startProvider((_, response) => response.writeHead(504).end());
  const call = provider.client().applyProfile({ referenceId: 'order-7' });
  await expect(call).rejects.toMatchObject({ reason: 'timeout', operation: 'apply' });
  expect(provider.asked).toHaveLength(1);
});

test.each([[{ days: 0 }], [{ days: 1.5 }], [{ gbs: Number.NaN }], [{ gbs: -1 }]])(
  'a filter that cannot be one is not sent: %j',
  async (filter) => {
    const provider = await startProvider((_, response) => sendData(response, []));
    await expect(provider.client().topUpPackages(ICCID, filter)).rejects.toMatchObject({
      reason: 'bad-request',
    });
    expect(provider.asked).toHaveLength(0);
  },
);

test('the types of all answers are exported, and an envelope is narrowed by its status', () => {
  expectTypeOf<{ esimId: string; startDate: string }>().toExtend<ApplyRequest>();
  expectTypeOf<{ referenceId: string }>().toExtend<ApplyRequest>();
  expectTypeOf<{ startDate: string }>().not.toExtend<ApplyRequest>();
  expectTypeOf<components['schemas']['ApplyRequest']>().not.toBeUnknown();
  const narrow = (answer: EsimAnswer): WireEsim | string | undefined =>
    answer.status === 'success' ? answer.data : answer.message;
  const usage = (answer: UsageAnswer): number | null =>
    answer.status === 'failed' ? null : answer.data.allowedData;
  expect(narrow({ status: 'failed', message: 'no' })).toBe('no');
  expect(usage({ status: 'failed' })).toBeNull();
  expectTypeOf<UsageDetails['days'][number]>().toEqualTypeOf<DayFigure>();
  expectTypeOf<UsageDetails['rejected'][number]>().toEqualTypeOf<Rejected>();
  expectTypeOf<[ListedEsim, PackagePurchase, TopUpPackage, WireUsageDetails]>().not.toBeAny();
});
