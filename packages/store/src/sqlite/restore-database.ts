import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UnixSeconds } from '@roamwatch/core';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { holderOf, type Lease } from '../sql/lease/lease.js';
import { StoreError } from '../store-error.js';
import { copyDatabase } from './copy-database.js';
import { lockFileOf } from './database/begun.js';
import { requireSound } from './database/integrity.js';
import { networkOf, openForReading } from './database/open-file.js';
import { InstanceLock } from './lease/instance-lock.js';

/** The files that belong to a database beside its own. Left there, it would be played into the one that takes its place. */
const JOURNALS = ['-wal', '-shm', '-journal'];

/**
 * Puts a copy of `backup` in the place of a database, whatever state that is in. The former file stays beside it, with its journal,
 * as `FILE.replaced-…`.
 *
 * @returns where the former file is kept; null when there was none.
 * @throws StoreError when a process works on the database, or the backup is no sound database of ours.
 */
export function restoreDatabase(file: string, backup: string, now: UnixSeconds): string | null {
  requireSoundBackup(backup);
  const lock = new InstanceLock(file);
  try {
    requireUnused(file, lock, now);
    const restored = `${file}.restored`;
    rmSync(restored, { force: true });
    copyDatabase(backup, restored);
    endLease(restored);
    const kept = existsSync(file) ? keptName(file, now) : null;
    if (kept !== null) renameSync(file, kept);
    for (const journal of JOURNALS)
      moveJournal(`${file}${journal}`, kept === null ? null : `${kept}${journal}`);
    renameSync(restored, file);
    return kept;
  } finally {
    lock.release();
  }
}

function requireSoundBackup(backup: string): void {
  const sqlite = openForReading(backup);
  try {
    requireSound(sqlite, backup);
  } finally {
    sqlite.close();
  }
}

/** An unreadable database does not show which process works on it; the lock beside it does. */
function requireUnused(file: string, lock: InstanceLock, now: UnixSeconds): void {
  const hasLock = existsSync(lockFileOf(file));
  const locked = lock.take();
  const lease = leaseIn(file);
  const holder =
    hasLock && locked === null && networkOf(dirname(file)) === null
      ? lease === null
        ? 'another process'
        : `process ${lease.pid} on ${lease.host}`
      : lease === null
        ? null
        : holderOf(lease, locked, now);
  if (holder !== null) throw new StoreError('busy', `${file} is in use by ${holder}: stop it first`);
}

/** Read without a change to the file or its journal. */
function leaseIn(file: string): Lease | null {
  let sqlite: Database | null = null;
  try {
    sqlite = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 1_000 });
    return sqlite.prepare<[], Lease>('select * from lease').get() ?? null;
  } catch {
    return null;
  } finally {
    sqlite?.close();
  }
}

/** The process that made the backup held it then; it does not hold the restored copy. */
function endLease(file: string): void {
  const sqlite = new SqliteDatabase(file);
  try {
    sqlite.exec('delete from lease');
  } finally {
    sqlite.close();
  }
}

function keptName(file: string, now: UnixSeconds): string {
  const name = `${file}.replaced-${new Date(now * 1000).toISOString().slice(0, 19).replaceAll(':', '')}`;
  for (let number = 2, free = name; ; number++) {
    if (!existsSync(free)) return free;
    free = `${name}-${number}`;
  }
}

function moveJournal(journal: string, kept: string | null): void {
  if (!existsSync(journal)) return;
  if (kept === null) rmSync(journal);
  else renameSync(journal, kept);
}
