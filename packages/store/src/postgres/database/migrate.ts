import type { Pool, PoolClient } from 'pg';
import { StoreError } from '../../store-error.js';
import type { Migration } from '../migrations/migration.js';

/** Receives what an operator should know. A pino logger fits. */
export interface MigrationLog {
  info(message: string): void;
}

/** "RWCH": nobody else's advisory lock. */
const LOCK = 0x52574348;

/** A database of ours that has no table yet looks like this too. */
const STEPS = `create table if not exists schema_step (
  position integer primary key,
  name text collate "C" not null unique,
  done_at timestamptz not null default now()
)`;

/**
 * Brings the schema up to date, each step in a separate transaction under a lock that ends with it: of several processes
 * that start at once, behind PgBouncer too, one does it and the others find it done.
 *
 * @throws StoreError when a newer version made the database, or another program.
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

/** How many steps are done: they are the first ones of the list. */
async function doneSteps(
  client: PoolClient,
  name: string,
  migrations: readonly Migration[],
): Promise<number> {
  const exists = await client.query("select to_regclass('schema_step') is not null as there");
  if (exists.rows[0]?.there !== true) {
    await requireEmpty(client, name);
    return 0;
  }
  const { rows } = await client.query('select name from schema_step order by position');
  const done = rows.map((row) => String(row.name));
  const unknown = done.find((step) => !migrations.some((migration) => migration.name === step));
  if (unknown === undefined) return done.length;
  throw new StoreError(
    'newer-version',
    `${name} was made by a newer version of Roamwatch (schema step ${unknown}): install that one, or restore a backup`,
  );
}

async function requireEmpty(client: PoolClient, name: string): Promise<void> {
  const { rows } = await client.query(
    "select to_regclass('esim') is not null or to_regclass('alert') is not null as taken",
  );
  if (rows[0]?.taken !== true) return;
  throw new StoreError(
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
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const isDone = (await doneSteps(client, name, migrations)) > position;
    if (!isDone) {
      if (position === 0) await client.query(STEPS);
      if (migration.sql !== '') await client.query(migration.sql);
      await client.query('insert into schema_step (position, name) values ($1, $2)', [
        position,
        migration.name,
      ]);
    }
    await client.query('commit');
    return !isDone;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
