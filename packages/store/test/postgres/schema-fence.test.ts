import { queryDatabase } from '@roamwatch/test-peers/postgres';
import { expect, test } from 'vitest';
import { migrate } from '../../src/postgres/database/migrate.js';
import { createPool } from '../../src/postgres/database/pool.js';
import { openPostgresStore } from '../../src/postgres/index.js';
import { migrations } from '../../src/postgres/migrations/index.js';
import type { Migration } from '../../src/postgres/migrations/migration.js';
import type { Store } from '../../src/store.js';
import { closing, freshDatabase, listed, NOON, snapshotOf } from '../stores.js';

/** A later version: its step changes what this one counts on. */
const LATER: Migration = {
  name: '2099-01-01-later',
  sql: "update setting set value = '\"of the newer version\"' where key = 'which'",
};

const OUTDATED = { reason: 'newer-version', message: expect.stringContaining('2099-01-01-later') };

async function olderAndNewer() {
  const url = await freshDatabase();
  const older = closing(await openPostgresStore({ url, connections: 3 }));
  await older.settings.set('which', 'of the older version');
  const pool = createPool({ url }, 2);
  closing({ close: () => pool.end() });
  const log: string[] = [];
  const upgrade = (step = LATER) =>
    migrate(pool, [...migrations, step], { name: 'db', log: { info: (message) => void log.push(message) } });
  return { url, older, upgrade, log };
}

const nowOf = async ({ upkeep }: Store) => Math.floor(((await upkeep.serverTime()) ?? 0) / 1000);

test('once a newer version has changed the schema, an older one neither writes nor begins to read for a report', async () => {
  const { url, older, upgrade } = await olderAndNewer();
  await upgrade();

  const attempts: readonly (() => Promise<unknown>)[] = [
    () => older.settings.set('which', 'too late'),
    () => older.settings.change(['which'], () => ({ set: { which: 'too late' } })),
    () => older.fleet.recordListed({ esims: [listed('e1')], rejected: [] }, NOON),
    () => older.outbox.queue([{ kind: 'test', receiver: 'r', recipient: 'r', createdAt: NOON, body: {} }]),
    () => older.outbox.claim(NOON, 900, 9, 'older'),
    () => older.lease.acquire('older', NOON, 60, 'sharing'),
    () => older.lease.renew('older', NOON, 60),
    () => older.cycles.begin(NOON),
    () => older.snapshot(),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(OUTDATED);
  expect(await older.upkeep.fault()).toMatchObject(OUTDATED);
  expect(
    await queryDatabase(
      url,
      `select (select value from setting where key = 'which') as which, (select count(*)::int from esim) as esims,
        (select count(*)::int from message) as messages, (select count(*)::int from lease) as leases`,
    ),
  ).toEqual([{ which: '"of the newer version"', esims: 0, messages: 0, leases: 0 }]);
});

test('a step waits for the transactions and reports of an older version, and they do not wait for it', async () => {
  const { url, older, upgrade } = await olderAndNewer();
  const snapshot = await snapshotOf(older);
  let isDone = false;
  const upgrading = upgrade().then(() => {
    isDone = true;
  });
  // A report writes while it reads, as the closing of a month does.
  for (let count = 0; count < 20; count++) {
    await older.settings.set('which', `of the older version, ${count}`);
    expect(isDone).toBe(false);
  }
  await snapshot.close();
  await upgrading;
  await expect(older.settings.set('which', 'too late')).rejects.toMatchObject(OUTDATED);
  expect(await queryDatabase(url, "select value from setting where key = 'which'")).toEqual([
    { value: '"of the newer version"' },
  ]);
});

test('a transaction that begins during a step waits, and is refused then', async () => {
  const { url, older, upgrade } = await olderAndNewer();
  const upgrading = upgrade({ name: LATER.name, sql: `select pg_sleep(0.5); ${LATER.sql}` });
  for (;;) {
    const [row] = await queryDatabase(
      url,
      "select count(*)::int as steps from pg_stat_activity where query like '%pg_sleep(0.5)%' and wait_event = 'PgSleep'",
    );
    if (row?.steps === 1) break;
  }
  const attempts = [older.snapshot(), older.settings.set('which', 'too late')];
  await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toMatchObject(OUTDATED)));
  await upgrading;
});

test('writers that never pause and a step that comes at any moment: all is written before it, or not at all', async () => {
  const { url, older, upgrade } = await olderAndNewer();
  await queryDatabase(url, 'create table written_after (key text)');
  const trap = {
    name: '2099-01-02-trap',
    sql: `create function trap() returns trigger language plpgsql as $$ begin
        insert into written_after values (new.key); return new; end $$;
      create trigger trap before insert or update on setting for each row execute function trap();`,
  };
  const refused: unknown[] = [];
  const writers = Array.from({ length: 3 }, async (_, writer) => {
    for (let count = 0; refused.length < 3; count++) {
      try {
        await older.settings.change([`w${writer}`], () => ({ set: { [`w${writer}`]: count } }));
      } catch (error) {
        refused.push(error);
        return;
      }
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await upgrade(trap);
  await Promise.all(writers);
  expect(refused).toHaveLength(3);
  for (const error of refused) expect(error).toMatchObject({ reason: 'newer-version' });
  expect(await queryDatabase(url, 'select * from written_after')).toEqual([]);
});

test('nothing is changed while a process of an older version works on the database; its name is given', async () => {
  const { url, older, upgrade, log } = await olderAndNewer();
  await older.lease.acquire('older', await nowOf(older), 60, 'sharing');
  await expect(upgrade()).rejects.toMatchObject({
    reason: 'older-running',
    message: expect.stringMatching(/process \d+ on .+ works on it with an older one: stop that one first/),
  });
  expect([log, await queryDatabase(url, 'select count(*)::int as steps from schema_step')]).toEqual([
    [],
    [{ steps: migrations.length }],
  ]);
  await older.settings.set('which', 'still of the older version');

  await older.lease.release('older');
  await upgrade();
  expect(log).toHaveLength(1);
});

test('a process that died without a word is waited for as long as its lease holds', async () => {
  const { url, older, upgrade } = await olderAndNewer();
  const now = await nowOf(older);
  await queryDatabase(
    url,
    `insert into lease (id, holder, host, pid, process, acquired_at, renewed_at, expires_at)
    values (7, 'other', 'elsewhere', 7, 'other', ${now - 90}, ${now - 50}, ${now + 10})`,
  );
  await expect(upgrade()).rejects.toMatchObject({
    message: expect.stringContaining('process 7 on elsewhere'),
  });
  await queryDatabase(url, `update lease set renewed_at = ${now - 70}, expires_at = ${now - 10}`);
  await upgrade();
});
