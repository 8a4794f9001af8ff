import SqliteDatabase, { type Database } from 'better-sqlite3';
import { holderOf, type Lease } from '../../sql/lease/lease.js';
import { StoreError } from '../../store-error.js';
import { InstanceLock } from '../lease/instance-lock.js';
import type { Migration } from '../migrations/migration.js';
import { copyTo } from './copy.js';
import { APPLICATION_ID, type StoreLog } from './open-file.js';
import { fromSqlite } from './sqlite-error.js';

export interface MigrateOptions {
  readonly file: string;
  /** True when a copy is made before the first step that rewrites data. */
  readonly backup: boolean;
  readonly log: StoreLog;
}

/**
 * Brings the schema up to date, each step in a separate transaction, under the write lock: of two processes that
 * start at once the second finds the work done. A file that is new has nothing to back up.
 *
 * @throws StoreError when a newer version made the file, or a process of an older one works on it.
 */
export function migrate(sqlite: Database, migrations: readonly Migration[], options: MigrateOptions): void {
  requireKnownVersion(sqlite, migrations, options.file);
  const isNew = versionOf(sqlite) === 0;
  let isCopied = isNew || !options.backup;
  for (const [index, migration] of migrations.entries()) {
    // One copy an upgrade: those of later steps would contain nothing that this one lacks, at the full size of the file each.
    const backUp = () => {
      if (!migration.rewritesData || isCopied) return;
      backUpBefore(migration, options);
      isCopied = true;
    };
    const prepare = () => {
      if (index > 0) requireNobody(sqlite, options.file);
      backUp();
    };
    const isDone = versionOf(sqlite) > index || !step(sqlite, migration, index, prepare);
    if (!isDone && !isNew) options.log.info(`${options.file}: schema step ${migration.name} done`);
  }
}

/** @throws StoreError when the file is older than this program, for callers that may not write. */
export function requireCurrent(sqlite: Database, migrations: readonly Migration[], file: string): void {
  requireKnownVersion(sqlite, migrations, file);
  if (versionOf(sqlite) === migrations.length) return;
  throw new StoreError(
    'older-version',
    `${file} was made by an older version: run \`roamwatch poll\` once to bring it up to date`,
  );
}

function requireKnownVersion(sqlite: Database, migrations: readonly Migration[], file: string): void {
  if (versionOf(sqlite) <= migrations.length) return;
  throw new StoreError(
    'newer-version',
    `${file} was made by a newer version of Roamwatch: install that one, or restore the backup made before it`,
  );
}

/** False when another process has done it meanwhile. */
function step(sqlite: Database, migration: Migration, index: number, prepare: () => void): boolean {
  const apply = sqlite.transaction(() => {
    if (versionOf(sqlite) > index) return false;
    prepare();
    sqlite.exec(migration.sql);
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    sqlite.pragma(`user_version = ${index + 1}`);
    return true;
  });
  try {
    return apply.immediate();
  } catch (error) {
    throw error instanceof StoreError ? error : fromSqlite(error);
  }
}

/** A process that works on the file while a step is missing does not know that step. */
function requireNobody(sqlite: Database, file: string): void {
  const lease = sqlite.prepare<[], Lease>('select * from lease').get();
  if (lease === undefined) return;
  const lock = new InstanceLock(file);
  const locked = lock.take();
  lock.release();
  const holder = holderOf(lease, locked, Math.floor(Date.now() / 1000));
  if (holder === null) return;
  throw new StoreError(
    'older-running',
    `${file} has to be upgraded for this version, and ${holder} works on it with an older one: stop that one first; nothing was changed`,
  );
}

/** Copies through a separate connection, since a transaction cannot copy. It sees what was committed. */
function backUpBefore(migration: Migration, { file, log }: MigrateOptions): void {
  const copy = `${file}.before-${migration.name}`;
  const reader = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    copyTo(reader, copy);
  } finally {
    reader.close();
  }
  log.info(`${file}: copied to ${copy} before schema step ${migration.name}`);
}

function versionOf(sqlite: Database): number {
  return Number(sqlite.pragma('user_version', { simple: true }));
}
