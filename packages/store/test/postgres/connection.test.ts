import { once } from 'node:events';
import { createServer } from 'node:net';
import { PRIVATE_AUTHORITY } from '@roamwatch/test-peers';
import {
  createDatabase,
  type PostgresServer,
  queryDatabase,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresStore } from '../../src/postgres/index.js';
import {
  closing,
  execute,
  freshStore,
  listed,
  NOON,
  openAlert,
  query,
  reading,
  seenByAnother,
  storeWithEsims,
} from '../stores.js';
import { answer, recordDays } from '../writing.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

test('a server that goes away and comes back loses nothing that was stored, and needs no restart', async () => {
  const store = closing(await openPostgresStore({ url: await createDatabase(server.url) }));
  await store.settings.set('before', 1);
  await server.stop();
  const meanwhile = store.settings.get('before');
  const written = store.settings.set('meanwhile', 2);
  await server.start();
  expect(await meanwhile).toBe(1);
  await written;
  expect(await store.settings.get('meanwhile')).toBe(2);
});

test('a transaction that the server breaks off leaves nothing, and reports that the server does not answer', async () => {
  const store = closing(await openPostgresStore({ url: await createDatabase(server.url) }));
  const broken = store.settings.change(['a'], () => ({
    set: { a: 1 },
    get queue() {
      void server.stop();
      return Array.from({ length: 500 }, (_, id) => ({
        ...({
          id: `m${id}`,
          kind: 'test',
          receiver: 'ops',
          recipient: 'x',
          createdAt: NOON,
          body: null,
        } as const),
      }));
    },
  }));
  await expect(broken).rejects.toMatchObject({ reason: 'unreachable' });
  await server.start();
  expect(await store.settings.get('a')).toBeUndefined();
  expect(await store.outbox.undelivered()).toEqual([]);
});

test('a certificate is verified, and its authority can be named', async () => {
  const database = await createDatabase(server.url);
  const store = closing(
    await openPostgresStore({ url: `${database}?sslmode=verify-full`, ca: PRIVATE_AUTHORITY }),
  );
  await store.settings.set('over TLS', true);
  await expect(openPostgresStore({ url: `${database}?sslmode=verify-full` })).rejects.toMatchObject({
    reason: 'cannot-open',
    message: expect.stringContaining('certificate is not trusted'),
  });
});

test('a password beside the address opens a database that asks for one', async () => {
  const password = 'p@ss:w/o?r#d % ü';
  await queryDatabase(`${server.url}postgres`, `create role guarded superuser login password '${password}'`);
  const url = (await createDatabase(server.url)).replace('postgres@', 'guarded@');
  const store = closing(await openPostgresStore({ url, password }));
  await store.settings.set('inside', true);
  for (const wrong of [{}, { password: 'topsecret' }]) {
    const failure = await openPostgresStore({ url, ...wrong }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'cannot-open', message: expect.stringContaining('password') });
    expect(String(failure)).not.toContain('topsecret');
  }
});

test('a database that cannot be opened gives a reason without the password', async () => {
  const url = server.url.replace('postgres@', 'postgres:topsecret@');
  const failure = await openPostgresStore({ url: `${url}nowhere` }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    reason: 'cannot-open',
    message: expect.stringContaining('no such database'),
  });
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = (taken.address() as { port: number }).port;
  taken.close();
  const closed = await openPostgresStore({ url: `postgres://a:topsecret@127.0.0.1:${port}/x` }).catch(
    (e: unknown) => e,
  );
  expect(closed).toMatchObject({ reason: 'unreachable' });
  for (const error of [failure, closed]) expect(String(error)).not.toContain('topsecret');
});

test('two processes that write the same eSIMs in different orders both get through', async () => {
  const store = await storeWithEsims(20);
  const other = await seenByAnother(store);
  const esims = Array.from({ length: 20 }, (_, index) => index + 1);
  const written = (by: typeof store, order: readonly number[], bytes: number) =>
    by.polling.answers(
      { esims: order, now: NOON, readingsSince: null, places: false, addressesOn: null, learning: false },
      ({ facts }) => ({
        confirmed: new Map(),
        lessons: null,
        answered: order.map((esim) => ({
          ...{ esim, at: NOON, rejected: [], purchases: null, epoch: null, failure: null, transitions: [] },
          ...{ fingerprint: null, daysDigest: null, quietUntil: null, clockDueAt: NOON },
          days: [{ date: '2026-03-10', location: 'France', usedBytes: bytes }],
          reading: {
            now: reading(NOON + bytes, bytes),
            former: facts.get(esim)?.reading ?? null,
            isFormerKept: false,
            unlimited: false,
          },
        })),
      }),
    );
  for (let round = 1; round <= 5; round++) {
    await Promise.all([written(store, esims, round), written(other, esims.toReversed(), round + 100)]);
  }
  const days = await query(store, 'select distinct used_bytes from daily_usage');
  expect(days).toHaveLength(1);
  expect(await query(store, 'select count(*)::int as rows from daily_usage')).toEqual([{ rows: 20 }]);
});

test('a setting that several processes change keeps every change', async () => {
  const store = await freshStore();
  const other = await seenByAnother(store);
  const more = (by: typeof store) =>
    by.settings.change(['count'], ({ count }) => ({ set: { count: Number(count ?? 0) + 1 } }));
  await Promise.all(Array.from({ length: 20 }, (_, index) => more(index % 2 === 0 ? store : other)));
  expect(await store.settings.get('count')).toBe(20);
});

test('an alert that several processes open at once is opened, and queued, once', async () => {
  const store = await storeWithEsims(1);
  const other = await seenByAnother(store);
  const ids = await Promise.allSettled([openAlert(store, 1), openAlert(other, 1), openAlert(store, 1)]);
  expect(ids.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await store.alerts.open()).toHaveLength(1);
});

test('messages that several processes claim at once go to one of them', async () => {
  const store = await freshStore();
  const other = await seenByAnother(store);
  const messages = Array.from({ length: 40 }, (_, id) => ({
    ...({
      id: `m${id}`,
      kind: 'test',
      receiver: 'ops',
      recipient: `r${id % 8}`,
      createdAt: NOON,
      body: null,
    } as const),
  }));
  await store.outbox.queue(messages);
  const claims = await Promise.all(
    ['a', 'b', 'c', 'd'].map((holder, index) =>
      (index % 2 ? other : store).outbox.claim(NOON, 60, 10, holder),
    ),
  );
  const claimed = claims.flat().map(({ id }) => id);
  expect(new Set(claimed).size).toBe(claimed.length);
  for (const claim of claims) {
    for (const { recipient } of claim) {
      const elsewhere = claims.filter((one) => one !== claim).flat();
      expect(elsewhere.some((message) => message.recipient === recipient)).toBe(false);
    }
  }
});

test('a NUL in the text of the provider is replaced, and takes nothing else with it', async () => {
  const store = await freshStore();
  await store.fleet.recordListed(
    { esims: [listed('e1', { notes: ['a\0b'] }), listed('e2')], rejected: [] },
    NOON,
  );
  const days = [{ date: '2026-03-10', location: 'Fran\0ce', usedBytes: 7 }];
  expect(await recordDays(store, 1, days, NOON)).toEqual({ added: 1, changed: 0 });
  expect(await recordDays(store, 1, days, NOON + 1)).toEqual({ added: 0, changed: 0 });
  await answer(store, 2, NOON, { failure: 'it said \0' });
  expect((await store.usage.daysSince(1, '2026-01-01'))[0]?.location).toBe('Fran\uFFFDce');
  expect((await store.fleet.failureOf(2))?.reason).toBe('it said \uFFFD');
});

test('a day that comes while its month is being closed leaves its mark, in either order', async () => {
  const store = await storeWithEsims(1);
  await recordDays(store, 1, [{ date: '2026-03-09', location: 'France', usedBytes: 1 }], NOON);
  const other = await seenByAnother(store);
  const day = (usedBytes: number) =>
    recordDays(other, 1, [{ date: '2026-03-10', location: 'France', usedBytes }], NOON);
  const [draft] = await Promise.all([store.closing.begin('2026-03', () => undefined), day(5)]);
  const snapshot = await store.snapshot();
  const seen: unknown[] = [];
  for await (const page of snapshot.usage({ from: '2026-03-01', to: '2026-04-01' })) seen.push(...page);
  await snapshot.close();
  const marked = await query(store, 'select date from late_usage where date = 20260310');
  // Either the snapshot has the day, or a mark shows that it must be checked.
  expect(seen.length === 2 || marked.length === 1).toBe(true);
  await draft.discard();
});

test('finance reads dates, instants and decimals', async () => {
  const store = await storeWithEsims(1);
  await recordDays(store, 1, [{ date: '2026-03-10', location: 'France', usedBytes: 1_572_864 }], NOON);
  await execute(
    store,
    `insert into purchase (esim, package_id, type, package_name, price, currency, dated_at)
    values (1, 'p', 'esim', 'P', '4.50', 'EUR', ${NOON}), (1, 'q', 'esim', 'Q', 'free', '', ${NOON})`,
  );
  expect(
    await query(
      store,
      `select usage_date::text, iccid, used_mb::text, pg_typeof(first_seen_at)::text as kind from finance_usage`,
    ),
  ).toEqual([
    { usage_date: '2026-03-10', iccid: '8944-e1', used_mb: '1.500', kind: 'timestamp with time zone' },
  ]);
  expect(
    await query(store, 'select sum(price)::text as sum, count(*)::int as rows from finance_purchase'),
  ).toEqual([{ sum: '4.50', rows: 2 }]);
});
