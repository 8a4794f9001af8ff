import { expect, test } from 'vitest';
import { sendData, sendJson, startProvider } from './provider.js';

const ICCID = '894000000000029365';
const ORDER = { id: 'o-1', status: 'COMPLETED', total: 5.35, currency: 'USD', items: [], future: true };
const EVENTS = { iccid: ICCID, events: [{ status: 'ACTIVATED', timeStamp: 1756528208 }] };

test('each later operation sends a request by its document, and gives the answer as it came', async () => {
  const bodies: string[] = [];
  const provider = await startProvider(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    const path = request.url?.split('?')[0];
    if (path === '/api/balance') return sendData(response, { balance: 250.5, currency: 'USD' });
    return path === '/api/esim/events' ? sendData(response, EVENTS) : sendData(response, ORDER);
  });
  const { later } = provider.client();
  const order = { iccid: ICCID, packageId: 'esim-1gb', referenceId: 'ref 1' };
  expect(await later.orderTopUp(order)).toEqual(ORDER);
  expect(await later.order({ orderId: 'o-1' })).toEqual(ORDER);
  expect(await later.order({ referenceId: 'ref 1' })).toEqual(ORDER);
  expect(await later.balance()).toEqual({ balance: 250.5, currency: 'USD' });
  expect(await later.events(ICCID)).toEqual(EVENTS);
  expect(JSON.parse(bodies[0] ?? '')).toEqual(order);
  expect(provider.asked).toEqual([
    'POST /api/esim/order/topup',
    'GET /api/esim/order?orderId=o-1',
    'GET /api/esim/order?referenceId=ref%201',
    'GET /api/balance',
    `GET /api/esim/events?iccid=${ICCID}`,
  ]);
});

test('events are read without an envelope, and by the path of the samples where the other is unknown', async () => {
  const provider = await startProvider((request, response) =>
    request.url?.startsWith('/api/esim/event?')
      ? sendJson(response, EVENTS)
      : sendJson(response, { status: 'failed' }, 404),
  );
  expect(await provider.client().later.events(ICCID)).toEqual(EVENTS);
  expect(provider.asked).toHaveLength(2);
});

test.each([
  ['a time-out of the gateway', 504, 'timeout'],
  ['a server error', 500, 'unavailable'],
  ['too many requests', 429, 'rate-limited'],
])('a top-up is ordered once, also after %s', async (_, status, reason) => {
  const provider = await startProvider((_request, response) => sendJson(response, {}, status));
  const call = provider.client().later.orderTopUp({ iccid: ICCID, packageId: 'p' });
  await expect(call).rejects.toMatchObject({ reason, operation: 'order-topup' });
  expect(provider.asked).toHaveLength(1);
});

test('arguments that no request can carry are not sent', async () => {
  const provider = await startProvider((_, response) => sendData(response, ORDER));
  const { later } = provider.client();
  const calls = [
    later.orderTopUp({ iccid: ' ', packageId: 'p' }),
    later.orderTopUp({ iccid: ICCID, packageId: '' }),
    later.orderTopUp({ iccid: ICCID, packageId: 'p', referenceId: '\n' }),
    later.order({ orderId: '' }),
    later.events(''),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ reason: 'bad-request' });
  expect(provider.asked).toHaveLength(0);
});

test.each([
  ['a failure with HTTP 200', { status: 'failed', message: 'Insufficient balance' }, 'failed'],
  ['an answer that is no order', { status: 'success', data: [] }, 'unreadable'],
])('%s is an error', async (_, body, reason) => {
  const provider = await startProvider((_request, response) => sendJson(response, body));
  const call = provider.client().later.orderTopUp({ iccid: ICCID, packageId: 'p' });
  await expect(call).rejects.toMatchObject({ reason });
});
