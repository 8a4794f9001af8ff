import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Store } from '@roamwatch/store';

export interface Backup {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
}

/** The backup would overwrite what is no backup. */
export class BackupTargetError extends Error {
  override readonly name = 'BackupTargetError';
}

/**
 * Copies the database to `target` while it is in use. An earlier backup there is replaced; nothing else is.
 *
 * @throws BackupTargetError; StoreError when the copy cannot be written.
 */
export async function backUp(store: Store, target: string): Promise<Backup> {
  const file = resolve(target);
  requireReplaceable(file, store.file);
  await store.upkeep.backup(file);
  return { file, bytes: statSync(file).size };
}

function requireReplaceable(file: string, database: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (realpathSync(file) === realpathSync(database)) {
    throw new BackupTargetError(`${file} is the database itself: name another file`);
  }
  if (stats.isDirectory()) throw new BackupTargetError(`${file} is a folder: name a file in it`);
  if (stats.size > 0 && !isSqlite(file)) {
    throw new BackupTargetError(`${file} exists and is not a backup: name another file, or remove it first`);
  }
}

const SQLITE_HEADER = 'SQLite format 3\0';

function isSqlite(file: string): boolean {
  const header = Buffer.alloc(SQLITE_HEADER.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return header.toString('latin1') === SQLITE_HEADER;
}
