import { setTimeout as sleep } from 'node:timers/promises';
import {
  createDatabase,
  hasPgBouncer,
  type PostgresServer,
  queryDatabase,
  startPgBouncer,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBoss, type Queue } from '../src/index.js';
import { KINDS } from '../src/queues.js';

/** The version of pg-boss's own schema. */
const SCHEMA = 46;

type Handlers = Parameters<Queue['start']>[0];
type Taken = Parameters<Handlers['tick']>[0];

let server: PostgresServer;
const opened: Queue[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.stop()));
});
afterAll(() => server?.close());

async function opening(url: string): Promise<Queue> {
  const log = { debug: () => undefined, warn: () => undefined };
  const queue = await openBoss({ address: { connectionString: url }, log });
  opened.push(queue);
  return queue;
}

function doing(work: (job: Taken) => Promise<void>): Handlers {
  return Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, work])) as Handlers;
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 30_000 && !holds(); waited += 50) await sleep(50);
  expect(holds()).toBe(true);
}

test.skipIf(!hasPgBouncer())(
  'processes that start at the same time make its tables once, on connections that others have used (skipped where pgbouncer is not installed)',
  async () => {
    const bouncer = await startPgBouncer(server.url, 4);
    onTestFinished(() => bouncer.close());
    for (let database = 0; database < 5; database++) {
      const { pathname } = new URL(await createDatabase(server.url));
      const url = `${bouncer.url}${pathname.slice(1)}`;
      const used = [1, 2, 3, 4].map((n) =>
        queryDatabase(url, `create schema used_${n}; select pg_sleep(0.2)`),
      );
      await Promise.all(used);
      const queues = await Promise.all([opening(url), opening(url), opening(url)]);
      await Promise.all(queues.map((queue) => queue.stop()));
    }
  },
);

test('a job sent for one occurrence by any process, at any time, is done once', async () => {
  const url = await createDatabase(server.url);
  const both = [await opening(url), await opening(url)];
  const done: number[] = [];
  const tick = async ({ data }: Taken) => void done.push((data as { occurrence: number }).occurrence);
  await Promise.all(both.map((queue) => queue.start(doing(tick))));
  const send = (occurrence: number) =>
    Promise.all(
      both.map((queue) => queue.send({ kind: 'tick', key: 'tick', data: { occurrence }, occurrence })),
    );
  for (const occurrence of [60, 120, 60, 180, 120]) {
    // While another occurrence is under way, this one is not taken.
    for (let sent = 0; sent < 100 && !done.includes(occurrence); sent++) {
      await send(occurrence);
      await sleep(100);
    }
    await send(occurrence);
  }
  expect(done).toEqual([60, 120, 180]);
});

test('one receiver is delivered to by one process at a time, several receivers side by side', async () => {
  const url = await createDatabase(server.url);
  const both = [await opening(url), await opening(url)];
  const busy = new Set<string>();
  const seen: string[] = [];
  let twice = 0;
  let most = 0;
  const deliver = async ({ data }: Taken) => {
    const { receiver } = data as { receiver: string };
    if (busy.has(receiver)) twice++;
    busy.add(receiver);
    most = Math.max(most, busy.size);
    await sleep(300);
    busy.delete(receiver);
    seen.push(receiver);
  };
  await Promise.all(both.map((queue) => queue.start(doing(deliver))));
  for (let round = 0; round < 5; round++) {
    for (const receiver of ['ops', 'team', 'hook'])
      for (const queue of both) await queue.send({ kind: 'deliver', key: receiver, data: { receiver } });
    await sleep(200);
  }
  await until(() => ['ops', 'team', 'hook'].every((receiver) => seen.includes(receiver)) && busy.size === 0);
  expect({ twice, sideBySide: most > 1 }).toEqual({ twice: 0, sideBySide: true });
});

test('a job that fails is done again', async () => {
  const queue = await opening(await createDatabase(server.url));
  let attempts = 0;
  await queue.start(
    doing(async () => {
      if (++attempts === 1) throw new Error('the mail server is away');
    }),
  );
  await queue.send({ kind: 'tick', key: 'tick', occurrence: 60 });
  await until(() => attempts === 2);
});

test('many jobs that wait are done one after the other, though an idle process looks for one only now and then', async () => {
  const queue = await opening(await createDatabase(server.url));
  const keys = Array.from({ length: 10 }, (_, place) => `part-${place}`);
  for (const key of keys) await queue.send({ kind: 'prune', key, data: { key } });
  const done: unknown[] = [];
  await queue.start(doing(async ({ data }) => void done.push((data as { key: string }).key)));
  await until(() => done.length === keys.length);
  expect(done).toEqual(keys);
});

test('another schema of pg-boss needs a schema step of the store: README.md has the reason', async () => {
  const url = await createDatabase(server.url);
  await opening(url);
  expect(await queryDatabase(url, 'select version from roamwatch_queue.version')).toEqual([
    { version: SCHEMA },
  ]);
});

test('a statement that sends jobs with a transaction sends none by itself, and each once', async () => {
  const url = await createDatabase(server.url);
  const queue = await opening(url);
  const done: unknown[] = [];
  const jobs = Array.from({ length: 20 }, (_, position) => ({ key: `7.${position}`, data: { position } }));
  const { sql, values } = await queue.sending('shard', jobs);
  const queued = async () => (await queryDatabase(url, 'select id from roamwatch_queue.job')).length;
  expect(await queued()).toBe(0);
  await queryDatabase(url, sql, values);
  await queryDatabase(url, sql, values);
  expect(await queued()).toBe(20);
  await queue.start(doing(async ({ data }) => void done.push((data as { position: number }).position)));
  await until(() => done.length >= 20);
  expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(jobs.map(({ data }) => data.position));
});
