import { expect, test } from 'vitest';
import { ask, askData, simulate } from './asking.js';

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly iccid?: string;
  readonly createdAt: number;
}

test('without a limit there are 50, whatever there is; with one there are as many as requested', async () => {
  const simulator = await simulate({ size: 120 });
  expect(await askData<Listed[]>(simulator, '/api/esims')).toHaveLength(50);
  expect(await askData<Listed[]>(simulator, '/api/esims?limit=77')).toHaveLength(77);
  expect(await askData<Listed[]>(simulator, '/api/esims?limit=1000')).toHaveLength(120);
});

test('the newest come first, no two are the same, and orders make the list longer', async () => {
  const simulator = await simulate({ size: 80, newPerDay: 10 });
  simulator.clock.advance(2 * 86_400);
  const listed = await askData<Listed[]>(simulator, '/api/esims?limit=1000');
  expect(listed).toHaveLength(100);
  expect(new Set(listed.map(({ id }) => id)).size).toBe(100);
  expect(listed.map(({ createdAt }) => createdAt)).toEqual(
    listed.map(({ createdAt }) => createdAt).sort((one, other) => other - one),
  );
});

test('the statuses together are the whole fleet', async () => {
  const simulator = await simulate({ size: 200 });
  const all = await askData<Listed[]>(simulator, '/api/esims?limit=1000');
  const parts: Listed[] = [];
  for (const status of new Set(all.map((esim) => esim.status))) {
    const part = await askData<Listed[]>(simulator, `/api/esims?limit=1000&status=${status}`);
    expect(part.every((esim) => esim.status === status)).toBe(true);
    parts.push(...part);
  }
  const ids = (esims: readonly Listed[]) => esims.map(({ id }) => id).sort();
  expect(ids(parts)).toEqual(ids(all));
  expect(await askData(simulator, '/api/esims?status=NONSENSE')).toEqual([]);
});

test('a server’s own cap is silent', async () => {
  const simulator = await simulate({ size: 90, listCap: 60 });
  expect(await askData<Listed[]>(simulator, '/api/esims?limit=1000')).toHaveLength(60);
});

test('an empty account has an empty list', async () => {
  const simulator = await simulate({ size: 0 });
  expect(await askData(simulator, '/api/esims')).toEqual([]);
  expect(simulator.truth.iccids()).toEqual([]);
});

test('a long list is streamed: it has no length, and is compressed on request', async () => {
  const simulator = await simulate({ size: 3_000 });
  const plain = await ask(simulator, '/api/esims?limit=3000', { headers: { 'accept-encoding': 'identity' } });
  const gzipped = await ask(simulator, '/api/esims?limit=3000', { headers: { 'accept-encoding': 'gzip' } });
  expect(plain.headers.has('content-length')).toBe(false);
  expect(plain.headers.has('content-encoding')).toBe(false);
  expect(gzipped.headers.get('content-encoding')).toBe('gzip');
  expect(gzipped.text).toBe(plain.text);
  expect((JSON.parse(plain.text) as { data: unknown[] }).data).toHaveLength(3_000);
});

test('a caller who leaves in the middle of a list harms nobody', async () => {
  const simulator = await simulate({ size: 20_000 });
  const leaving = new AbortController();
  const response = await fetch(`${simulator.url}/api/esims?limit=20000`, {
    headers: { authorization: `Bearer ${simulator.token}` },
    signal: leaving.signal,
  });
  await response.body?.getReader().read();
  leaving.abort();
  expect(await askData<Listed[]>(simulator, '/api/esims?limit=3')).toHaveLength(3);
});

test('every secret contains SECRET, and only a generated profile has any', async () => {
  const simulator = await simulate({ size: 60 });
  const { text } = await ask(simulator, '/api/esims?limit=60');
  const { data } = JSON.parse(text) as { data: (Listed & { esim?: Record<string, string> })[] };
  for (const { iccid, esim } of data) {
    expect(esim === undefined).toBe(iccid === undefined);
    const { smdpAddress: _, ...secrets } = esim ?? {};
    for (const secret of Object.values(secrets)) expect(secret).toContain('SECRET');
  }
});
