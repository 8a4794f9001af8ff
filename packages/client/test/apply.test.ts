import { expect, test } from 'vitest';
import { esimBody, type Handler, sendData, sendJson, startProvider } from './provider.js';

const PENDING = { status: 'failed', message: 'eSIM is still pending processing' };

/** Apply answers by `apply`; the look-up finds the profile at the second look. */
async function providerWhere(apply: Handler) {
  let looks = 0;
  return startProvider((request, response, count) => {
    if (request.method === 'POST') return apply(request, response, count);
    looks += 1;
    if (looks === 1) return sendJson(response, PENDING);
    return sendData(response, esimBody(1, 'READY'));
  });
}

test.each<[string, Handler]>([
  ['"still pending processing"', (_, response) => sendJson(response, PENDING, 400)],
  ['a time-out', () => {}],
  ['a gateway giving up', (_, response) => sendJson(response, {}, 504)],
  ['a lost connection', (_, response) => void response.destroy()],
  ['an answer cut short', (_, response) => response.end('{"status":"success","data":{"id":"esi')],
])('%s is followed up by the eSIM id, and apply is not sent twice', async (_, apply) => {
  const provider = await providerWhere(apply);
  const waits: number[] = [];
  const client = provider.client({ timeouts: { apply: 2 } });
  const esim = await client.applyProfile(
    { esimId: 'esim-1' },
    {
      firstWait: 0.01,
      onWait: ({ next }) => waits.push(next),
    },
  );
  expect(esim).toMatchObject({ esimId: 'esim-1', status: 'READY' });
  expect(waits).toEqual([0.01]);
  expect(provider.asked).toEqual([
    'POST /api/esim/apply',
    'GET /api/esim?esimId=esim-1',
    'GET /api/esim?esimId=esim-1',
  ]);
});

test('an eSIM that is not there yet is looked up again', async () => {
  const provider = await startProvider((request, response, count) => {
    if (request.method === 'POST') return sendJson(response, PENDING);
    return count < 4 ? sendJson(response, { status: 'failed' }, 404) : sendData(response, esimBody(1));
  });
  const esim = await provider.client().applyProfile({ esimId: 'esim-1' }, { firstWait: 0.01 });
  expect(esim.esimId).toBe('esim-1');
  expect(provider.asked).toHaveLength(4);
});

test('it is looked up until the very end of the wait, and the cause is the failure of apply', async () => {
  const provider = await startProvider((request, response) =>
    request.method === 'POST' ? response.writeHead(504).end() : sendJson(response, PENDING),
  );
  const waits: number[] = [];
  const call = provider.client().applyProfile(
    { esimId: 'e' },
    // The second pause would reach far beyond the end.
    { waitAtMost: 3, firstWait: 2, onWait: ({ next }) => waits.push(next) },
  );
  await expect(call).rejects.toMatchObject({
    reason: 'pending',
    cause: { reason: 'timeout', httpStatus: 504 },
  });
  expect(waits[1]).toBeLessThan(2);
  expect(provider.asked).toHaveLength(2 + waits.length);
});

test('a profile that does not come in time is pending', async () => {
  const provider = await startProvider((_, response) => sendJson(response, PENDING));
  const call = provider.client().applyProfile({ esimId: 'e' }, { waitAtMost: 0.1, firstWait: 0.03 });
  await expect(call).rejects.toMatchObject({ reason: 'pending', operation: 'apply' });
});

test('a rejection is reported at once', async () => {
  const provider = await startProvider((_, response) => sendJson(response, { status: 'failed' }, 401));
  await expect(provider.client().applyProfile({ esimId: 'e' })).rejects.toMatchObject({ refused: true });
  expect(provider.asked).toHaveLength(1);
});

test('the eSIM id goes as JSON; secrets come only on request', async () => {
  const bodies: string[] = [];
  const provider = await startProvider(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(`${request.headers['content-type']} ${body}`);
    sendData(response, esimBody(1, 'READY'));
  });
  const client = provider.client();
  const plain = await client.applyProfile({ esimId: 'esim-1' });
  expect(bodies).toEqual(['application/json {"esimId":"esim-1"}']);
  expect(JSON.stringify(plain)).not.toContain('SECRET');
  const whole = await client.applyProfile({ esimId: 'esim-1' }, { secrets: true });
  expect(whole.installation).toMatchObject({ activationCode: 'SECRET', pin: '1234', puk: '' });
  expect((await client.esimByIccid('8940', { secrets: true })).installation.activationCode).toBe('SECRET');
  expect(await client.esimById('esim-1')).not.toHaveProperty('installation');
});
