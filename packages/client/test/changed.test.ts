import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sendData, sendJson, startProvider, usageBody } from './provider.js';

const ICCID = usageBody().iccid;

test('an equal answer is reported as unchanged, another one is read', async () => {
  let remaining = 924;
  const provider = await startProvider((_, response) =>
    sendData(response, usageBody({ remainingData: remaining })),
  );
  const client = provider.client();

  const first = await client.changedUsageDetails(ICCID, null);
  expect(first.details).toEqual(await client.usageDetails(ICCID));
  expect(await client.changedUsageDetails(ICCID, first.fingerprint)).toEqual({
    fingerprint: first.fingerprint,
    details: null,
  });

  remaining = 923;
  const second = await client.changedUsageDetails(ICCID, first.fingerprint);
  expect(second.details?.remaining).toBe(923);
  expect(second.fingerprint).not.toBe(first.fingerprint);
});

test.each([
  ['not JSON', '{"status":"succ'],
  ['nothing', ''],
  ['a failure with HTTP 200', '{"status":"failed","message":"no"}'],
  ['no envelope', '[]'],
])('%s is an error here too, the first time and again', async (_, body) => {
  const provider = await startProvider((_request, response) => response.end(body));
  const client = provider.client({ retries: 0 });
  for (let times = 0; times < 2; times++) {
    await expect(client.changedUsageDetails(ICCID, null)).rejects.toMatchObject({
      name: 'RoamifyError',
      reason: expect.stringMatching(/unreadable|failed/),
    });
  }
});

test('an error status is one, whatever its body', async () => {
  const provider = await startProvider((_, response) => sendJson(response, usageBody(), 404));
  await expect(provider.client().changedUsageDetails(ICCID, null)).rejects.toMatchObject({
    reason: 'not-found',
  });
});

test('a compressed answer is read, and known again', async () => {
  const body = gzipSync(JSON.stringify({ status: 'success', data: usageBody() }));
  const provider = await startProvider((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
  );
  const client = provider.client();
  const { fingerprint, details } = await client.changedUsageDetails(ICCID, null);
  expect(details?.allowed).toBe(1024);
  expect((await client.changedUsageDetails(ICCID, fingerprint)).details).toBeNull();
});
