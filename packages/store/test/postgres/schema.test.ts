import { setTimeout as sleep } from 'node:timers/promises';
import { queryDatabase } from '@roamwatch/test-peers/postgres';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../src/index.js';
import { openPostgresStore } from '../../src/postgres/index.js';
import { migrations } from '../../src/postgres/migrations/index.js';
import { migrations as sqliteMigrations } from '../../src/sqlite/migrations/index.js';
import { closing, freshDatabase, freshFile } from '../stores.js';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly kind: 'number' | 'text';
  readonly required: boolean;
}

const order = (a: Column, b: Column) => `${a.table} ${a.column}`.localeCompare(`${b.table} ${b.column}`);

async function columnsOnServer(url: string): Promise<readonly Column[]> {
  return queryDatabase<Column>(
    url,
    `select relname as table, attname as column, attnotnull as required,
      case when atttypid = 'text'::regtype then 'text' else 'number' end as kind
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and attnum > 0 and not attisdropped and relname <> 'schema_step'`,
  );
}

function columnsInFile(file: string): readonly Column[] {
  const sqlite = closing(new SqliteDatabase(file));
  const rows = sqlite
    .prepare<[], { table: string; column: string; type: string; required: number; pk: number }>(
      `select tables.name as "table", columns.name as "column", columns.type, columns."notnull" as required, columns.pk
      from sqlite_schema as tables, pragma_table_info(tables.name) as columns
      where tables.type = 'table' and tables.name not like 'sqlite_%'`,
    )
    .all();
  return rows.map(({ table, column, type, required, pk }) => ({
    table,
    column,
    kind: type.toLowerCase() === 'text' ? 'text' : 'number',
    required: required === 1 || pk > 0,
  }));
}

test('both lists of schema steps have the same names, in the same order', () => {
  expect(migrations.map(({ name }) => name)).toEqual(sqliteMigrations.map(({ name }) => name));
});

test('both lists make the same columns', async () => {
  const file = freshFile();
  closing(openStore({ file }));
  const onPostgres = await columnsOnServer(await freshDatabase());
  expect([...onPostgres].sort(order)).toEqual([...columnsInFile(file)].sort(order));
});

test('every text compares by its bytes, as in SQLite', async () => {
  const others = await queryDatabase(
    await freshDatabase(),
    `select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and atttypid = 'text'::regtype
      and attcollation <> 'pg_catalog."C"'::regcollation and attnum > 0`,
  );
  expect(others).toEqual([]);
});

test('processes that start at once make the schema together, once', async () => {
  const url = await freshDatabase();
  await queryDatabase(url, 'drop schema public cascade; create schema public');
  const told: string[] = [];
  const log = { info: (message: string) => told.push(message) };
  const stores = await Promise.all(
    Array.from({ length: 4 }, () => openPostgresStore({ url, log, connections: 2 })),
  );
  for (const store of stores) await store.close();
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBe(told.length);
  expect(await queryDatabase(url, 'select count(*)::int as steps from schema_step')).toEqual([
    { steps: migrations.length },
  ]);
});

test('a process that starts while another makes the schema takes it for its own', async () => {
  for (let round = 0; round < 4; round++) {
    const url = await freshDatabase();
    await queryDatabase(url, 'drop schema public cascade; create schema public');
    const first = openPostgresStore({ url, connections: 2 });
    const stores = [first];
    const watched = first.then(() => false);
    // One after the other, so that some look at the database just when its tables come.
    while (stores.length < 40 && (await Promise.race([watched, sleep(4, true)]))) {
      stores.push(openPostgresStore({ url, connections: 2 }));
    }
    for (const store of await Promise.all(stores)) await store.close();
  }
});

test('a database of a newer version, or of another program, is refused and left as it is', async () => {
  const newer = await freshDatabase();
  await queryDatabase(newer, "insert into schema_step (position, name) values (999, '2099-01-01-later')");
  await expect(openPostgresStore({ url: newer })).rejects.toMatchObject({
    reason: 'newer-version',
    message: expect.stringContaining('2099-01-01-later'),
  });
  const others = await freshDatabase();
  await queryDatabase(
    others,
    'drop schema public cascade; create schema public; create table alert (id int)',
  );
  await expect(openPostgresStore({ url: others })).rejects.toMatchObject({ reason: 'not-ours' });
  await expect(openPostgresStore({ url: others, readOnly: true })).rejects.toMatchObject({
    reason: 'not-ours',
  });
  expect(await queryDatabase(others, 'select count(*)::int as rows from alert')).toEqual([{ rows: 0 }]);
});
