import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type Pool, type PoolClient } from 'pg';
import { holderOf, type Lease } from '../../sql/lease/lease.js';
import { StoreError } from '../../store-error.js';
import type { Migration } from '../migrations/migration.js';
import { newerVersion } from './schema-fence.js';

/** Receives what an operator should know. A pino logger fits. */
export interface MigrationLog {
  info(message: string): void;
}

/** "RWCH": nobody else's advisory lock. */
const LOCK = 0x52574348;

/** The longest wait, in milliseconds, for work of older versions that is not a daemon's, such as a report. */
const PATIENCE = 30_000;
/** Milliseconds for which it waits at a time, with others waiting behind it, and for which it then lets them go on. */
const TURN = 200;
const PAUSE = 300;

/** A database of ours that has no table yet looks like this too. */
const STEPS = `create table if not exists schema_step (
  position integer primary key,
  name text collate "C" not null unique,
  done_at timestamptz not null default now()
)`;

/**
 * Brings the schema up to date, each step in a separate transaction under a lock that ends with it: of several processes
 * that start at once, behind PgBouncer too, one does it and the others find it done. While a step is made, nobody is in a
 * transaction of an older version, and none begins one afterwards.
 *
 * @throws StoreError when a newer version made the database, or another program, or when a process of an older version works on it.
 */
export async function migrate(
  pool: Pool,
  migrations: readonly Migration[],
  { name, log }: { readonly name: string; readonly log: MigrationLog },
): Promise<void> {
  const client = await pool.connect();
  try {
    if ((await doneSteps(client, name, migrations)) === migrations.length) return;
    for (const [position, migration] of migrations.entries()) {
      const isDone = await step(client, migration, position, name, migrations);
      if (isDone && migration.sql !== '') log.info(`${name}: schema step ${migration.name} done`);
    }
  } finally {
    client.release();
  }
}

/** @throws StoreError when the schema is older than this program, for callers that may not change it. */
export async function requireCurrent(
  pool: Pool,
  migrations: readonly Migration[],
  name: string,
): Promise<void> {
  const client = await pool.connect();
  try {
    if ((await doneSteps(client, name, migrations)) === migrations.length) return;
  } finally {
    client.release();
  }
  throw new StoreError(
    'older-version',
    `${name} was made by an older version, or is empty: run \`roamwatch poll\` once to bring it up to date`,
  );
}

/** Number of steps that are done: they are the first ones of the list. */
async function doneSteps(
  client: PoolClient,
  name: string,
  migrations: readonly Migration[],
): Promise<number> {
  const tables = await tablesAmong(client, ['schema_step', ...TELLING_TABLES]);
  if (!tables.has('schema_step')) {
    if (tables.size > 0) throw notOurs(name);
    return 0;
  }
  const { rows } = await client.query('select name from schema_step order by position');
  const done = rows.map((row) => String(row.name));
  const unknown = done.find((step) => !migrations.some((migration) => migration.name === step));
  if (unknown === undefined) return done.length;
  throw newerVersion(name, unknown);
}

/** Names of ours that other programs have for tables, too. */
const TELLING_TABLES = ['esim', 'alert'];

/**
 * Those tables that there are, as of one instant: another process may be making them. `to_regclass` would say what this connection
 * remembers from the start of its transaction.
 */
async function tablesAmong(client: PoolClient, names: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query(
    'select relname from pg_class where relname = any ($1) and relnamespace = any (current_schemas(false)::text[]::regnamespace[])',
    [names],
  );
  return new Set(rows.map(({ relname }) => String(relname)));
}

function notOurs(name: string): StoreError {
  return new StoreError(
    'not-ours',
    `${name} contains another program's tables: create a separate database, or check \`database.url\``,
  );
}

/** False when it was done before, here or by another process. */
async function step(
  client: PoolClient,
  migration: Migration,
  position: number,
  name: string,
  migrations: readonly Migration[],
): Promise<boolean> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    // What the process before has done is seen only by statements with a snapshot of their own.
    await client.query('begin isolation level read committed');
    try {
      await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
      const isDone = (await doneSteps(client, name, migrations)) > position;
      if (!isDone) await make(client, migration, position, name);
      await client.query('commit');
      return !isDone;
    } catch (error) {
      await client.query('rollback');
      if (!isLocked(error) || Date.now() > until) throw error;
    }
    await requireNobody(client, name);
    await sleep(PAUSE);
  }
}

async function make(client: PoolClient, migration: Migration, position: number, name: string): Promise<void> {
  if (position === 0) await client.query(STEPS);
  else {
    // Others wait behind this one, and whoever is in a transaction may need a second one to end.
    await client.query(`set local lock_timeout = '${TURN}ms'`);
    await client.query('lock table schema_step in access exclusive mode');
    await client.query('set local lock_timeout = 0');
    await requireNobody(client, name);
  }
  if (migration.sql !== '') await client.query(migration.sql);
  await client.query('insert into schema_step (position, name) values ($1, $2)', [position, migration.name]);
}

function isLocked(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55P03';
}

/** A process that works on the database while a step is missing does not know that step. Who does acquires a lease later. */
async function requireNobody(client: PoolClient, name: string): Promise<void> {
  const { rows } = await client.query(
    'select *, floor(extract(epoch from clock_timestamp()))::bigint as now from lease order by id',
  );
  for (const { now, ...lease } of rows as readonly (Lease & { readonly now: number })[]) {
    const holder = holderOf(lease, null, now);
    if (holder === null) continue;
    throw new StoreError(
      'older-running',
      `${name} has to be upgraded for this version, and ${holder} works on it with an older one: stop that one first; nothing was changed`,
    );
  }
}
