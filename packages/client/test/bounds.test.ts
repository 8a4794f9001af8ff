import { createGzip, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { esimBody, type Handler, sendData, startProvider, usageBody } from './provider.js';

const ICCID = usageBody().iccid;
const MB = 1024 * 1024;

/** Sends `beginning`, then `piece` for as long as anybody reads. */
function endless(beginning: string, piece: string, gzip: boolean): Handler {
  return (_, response) => {
    if (gzip) response.setHeader('content-encoding', 'gzip');
    const target = gzip ? createGzip() : response;
    if (target !== response) target.pipe(response);
    target.write(beginning);
    const block = piece.repeat(Math.ceil(65_536 / piece.length));
    const push = () => {
      while (!response.destroyed && target.write(block));
      if (!response.destroyed) target.once('drain', push);
    };
    push();
  };
}

async function count(batches: AsyncIterable<{ readonly length: number }>): Promise<number> {
  let total = 0;
  for await (const { length } of batches) total += length;
  return total;
}

test.each([
  ['eSIMs', `${JSON.stringify(esimBody(1))},`],
  ['empty objects', '{},'],
  ['nulls', 'null,'],
  ['white space', ' '.repeat(100)],
  ['one text', 'a'],
])('a list of %s without end is refused soon, plain and compressed', async (what, piece) => {
  const beginning = `{"status":"success","data":[${what === 'one text' ? '"' : ''}`;
  for (const gzip of [false, true]) {
    const provider = await startProvider(endless(beginning, piece, gzip));
    const client = provider.client({ retries: 0 });
    const before = process.memoryUsage().rss;
    let esims = 0;
    const read = async () => {
      for await (const batch of client.listEsims({ limit: 1_000 })) esims += batch.esims.length;
    };
    await expect(read()).rejects.toMatchObject({ reason: 'unreadable', operation: 'list', tooLarge: true });
    expect(esims).toBeLessThanOrEqual(10_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB);
  }
});

test('a list may be longer than a small limit, as some providers ignore it', async () => {
  const provider = await startProvider((_, response) =>
    sendData(
      response,
      Array.from({ length: 2_000 }, (_unused, number) => esimBody(number)),
    ),
  );
  expect(await count(provider.client().raw.listEsims({ limit: 50 }))).toBe(2_000);
});

test.each([
  ['many small values', '[],'],
  ['one text', 'a'],
])('an answer about usage of %s without end is refused, plain and compressed', async (what, piece) => {
  const open = what === 'one text' ? '"' : '[';
  for (const gzip of [false, true]) {
    const provider = await startProvider(endless(`{"status":"success","data":${open}`, piece, gzip));
    // Well compressed, the first few MB of it take longer than that.
    const client = provider.client({ retries: 0, timeouts: { request: gzip ? 2 : 30 } });
    const before = process.memoryUsage().rss;
    const refused = { reason: expect.stringMatching(gzip ? /unreadable|timeout/ : /unreadable/) };
    await expect(client.usageDetails(ICCID)).rejects.toMatchObject(refused);
    await expect(client.raw.usageDetails(ICCID)).rejects.toMatchObject(refused);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB);
  }
});

test('a small compressed body that contains far too many values is refused', async () => {
  const bomb = gzipSync(`{"status":"success","data":[${'[],'.repeat(2_000_000)}[]]}`);
  expect(bomb.length).toBeLessThan(64 * 1024);
  const provider = await startProvider((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  );
  const client = provider.client({ retries: 0 });
  await expect(client.packagesHistory(ICCID)).rejects.toMatchObject({ tooLarge: true });
  await expect(client.topUpPackages(ICCID)).rejects.toMatchObject({ tooLarge: true });
});

test('an answer with far too many distinct names is refused, because each name stays in memory', async () => {
  const named = Array.from({ length: 130_000 }, (_, number) => `"k${number}":{}`).join(',');
  const provider = await startProvider((_, response) =>
    response.end(`{"status":"success","data":{${named}}}`),
  );
  await expect(provider.client({ retries: 0 }).usageDetails(ICCID)).rejects.toMatchObject({
    tooLarge: true,
  });
});

test('the longest history that there can be is read', async () => {
  const entry = {
    ...{ esimId: 'a', packageId: 'b', package: '1 GB', type: 'topup' },
    ...{ price: 5, currency: 'USD', createdAt: 1, updatedAt: 1 },
  };
  const provider = await startProvider((_, response) => sendData(response, Array(20_000).fill(entry)));
  expect((await provider.client().packagesHistory(ICCID)).purchases).toHaveLength(20_000);
});

test('nothing deep is handed on, in the list neither', async () => {
  const deep = `${'['.repeat(500)}${']'.repeat(500)}`;
  const provider = await startProvider((request, response) => {
    const data = request.url?.startsWith('/api/esims') ? `[{"id":"a","x":${deep}}]` : `{"x":${deep}}`;
    response.end(`{"status":"success","data":${data}}`);
  });
  const client = provider.client({ retries: 0 });
  await expect(client.raw.usage(ICCID)).rejects.toMatchObject({ tooLarge: true });
  await expect(count(client.raw.listEsims())).rejects.toMatchObject({ tooLarge: true });
});

test('a year of daily rows in many places is no exception', async () => {
  const rows = Array.from({ length: 5_000 }, (_, number) => ({
    date: '2025-01-02',
    usage: number,
    location: `Place ${number % 20}`,
  }));
  const provider = await startProvider((_, response) => sendData(response, usageBody({ dataUsages: rows })));
  expect((await provider.client().usageDetails(ICCID)).days).toHaveLength(5_000);
});

test('more rows than there can be cost the rows, not the figures', async () => {
  const rows = Array.from({ length: 20_001 }, () => ({ date: '2025-01-02', usage: 1 }));
  const provider = await startProvider((_, response) => sendData(response, usageBody({ dataUsages: rows })));
  const details = await provider.client().usageDetails(ICCID);
  expect(details).toMatchObject({ allowed: 1024, days: [] });
  expect(details.rejected).toMatchObject([{ what: 'figure', reason: 'dataUsages is too long' }]);
});

test('the status of an error counts, however long or unreadable its body is', async () => {
  const page: Handler = (_, response) => {
    response.statusCode = 503;
    endless('<html>', '<p>down</p>', false)(_, response, 0);
  };
  const broken: Handler = (_, response) => response.writeHead(404, { 'content-encoding': 'gzip' }).end('no');
  for (const [handler, reason] of [
    [page, 'unavailable'],
    [broken, 'not-found'],
  ] as const) {
    const provider = await startProvider(handler);
    const client = provider.client({ retries: 0 });
    await expect(client.usage(ICCID)).rejects.toMatchObject({ reason });
    await expect(count(client.raw.listEsims())).rejects.toMatchObject({ reason });
  }
});

test('headers without end are refused for their size, not taken for a fault of the network', async () => {
  const provider = await startProvider((_, response) => {
    response.socket?.on('error', () => {});
    response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}`);
  });
  const client = provider.client({ retries: 0 });
  await expect(client.usage(ICCID)).rejects.toMatchObject({ tooLarge: true });
  await expect(count(client.raw.listEsims())).rejects.toMatchObject({ tooLarge: true });
});
