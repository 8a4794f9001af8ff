import { expect, test } from 'vitest';
import { esimBody, sendData, sendJson, startProvider, usageBody } from './provider.js';

const UNKNOWN = { message: 'Unknown error', status: 'failed' };

async function firstOf(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}

test('a 500 that is permanent for some requests is no outage for the rest', async () => {
  const provider = await startProvider((request, response) => {
    if (request.url?.startsWith('/api/esims')) return sendData(response, [esimBody(1)]);
    const iccid = new URL(request.url ?? '', 'http://x').searchParams.get('iccid') ?? '';
    return iccid.endsWith('0') ? sendJson(response, UNKNOWN, 500) : sendData(response, usageBody({ iccid }));
  });
  const client = provider.client({ retries: 0, breakAfter: 5, concurrency: 1 });
  await firstOf(client.listEsims());
  // As a poll goes through them: those that fail come one after the other.
  const broken = Array.from(
    { length: 30 },
    (_, number) => `89440000000000${String(number).padStart(3, '0')}0`,
  );
  for (const iccid of broken) {
    await expect(client.usageDetails(iccid)).rejects.toMatchObject({
      reason: 'unavailable',
      httpStatus: 500,
    });
  }
  await expect(client.usageDetails('894400000000000001')).resolves.toMatchObject({ allowed: 1024 });
});

test('where nothing else has worked, 500 is an outage', async () => {
  const provider = await startProvider((_, response) => sendJson(response, UNKNOWN, 500));
  const client = provider.client({ retries: 0, breakAfter: 3, concurrency: 1 });
  for (let calls = 0; calls < 3; calls++) {
    await expect(client.usage('8944000000000000010')).rejects.toMatchObject({ reason: 'unavailable' });
  }
  await expect(client.usage('8944000000000000028')).rejects.toMatchObject({ reason: 'circuit-open' });
});

test.each([502, 503, 504])('HTTP %i is one, whatever worked before', async (status) => {
  const provider = await startProvider((_, response, count) =>
    count === 1 ? sendData(response, usageBody()) : sendJson(response, UNKNOWN, status),
  );
  const client = provider.client({ retries: 0, breakAfter: 3, concurrency: 1 });
  await client.usage(usageBody().iccid);
  for (let calls = 0; calls < 3; calls++) await client.usage(usageBody().iccid).catch(() => {});
  await expect(client.usage(usageBody().iccid)).rejects.toMatchObject({ reason: 'circuit-open' });
});

test('a 500 is repeated once, not as often as other failures', async () => {
  const provider = await startProvider((_, response) => sendJson(response, UNKNOWN, 500));
  const client = provider.client({ retries: 5, breakAfter: 100 });
  await expect(client.usage(usageBody().iccid)).rejects.toMatchObject({ httpStatus: 500 });
  expect(provider.asked).toHaveLength(2);
});

test('an unreadable token is no evidence about the provider', async () => {
  const provider = await startProvider((_, response) => sendData(response, usageBody()));
  let broken = true;
  const token = () => (broken ? Promise.reject(new Error('gone')) : 'a-token');
  const client = provider.client({ token, retries: 0, breakAfter: 1 });
  for (let calls = 0; calls < 3; calls++) await client.usage(usageBody().iccid).catch(() => {});
  broken = false;
  await expect(client.usage(usageBody().iccid)).resolves.toMatchObject({ allowed: 1024 });
});
