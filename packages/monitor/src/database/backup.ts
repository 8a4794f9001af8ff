import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { APPLICATION_ID, type Store } from '@roamwatch/store';

/** A backup that was written. */
export interface Backup {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  /** An earlier backup was there. */
  readonly replaced: boolean;
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
export async function backUp(store: Pick<Store, 'file' | 'upkeep'>, target: string): Promise<Backup> {
  const file = resolve(target);
  const replaced = isEarlierBackup(file, store.file);
  await store.upkeep.backup(file);
  return { file, bytes: statSync(file).size, replaced };
}

/** True when an earlier backup is there, false when nothing is. */
function isEarlierBackup(file: string, database: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (realpathSync(file) === realpathSync(database)) {
    throw new BackupTargetError(`${file} is the database itself: name another file`);
  }
  if (stats.isDirectory()) throw new BackupTargetError(`${file} is a folder: name a file in it`);
  if (!stats.isFile()) throw new BackupTargetError(`${file} is no ordinary file: name another`);
  if (stats.size === 0) return false;
  // Its journal would be played into the copy.
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new BackupTargetError(`${file} is a database in use: name another file`);
  }
  if (!isOurs(file)) {
    throw new BackupTargetError(`${file} exists and is not a backup: name another file, or remove it first`);
  }
  return true;
}

const SQLITE_HEADER = 'SQLite format 3\0';
const APPLICATION_ID_AT = 68;

/** According to the header, see https://www.sqlite.org/fileformat.html */
function isOurs(file: string): boolean {
  const header = Buffer.alloc(100);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return (
    header.toString('latin1', 0, SQLITE_HEADER.length) === SQLITE_HEADER &&
    header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
  );
}
