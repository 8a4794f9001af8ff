import SqliteDatabase from 'better-sqlite3';
import { StoreError, type StoreErrorReason } from '../../store-error.js';

/** SQLite's primary result codes, their meaning here, and what to do about them. */
const MEANINGS: readonly (readonly [code: string, reason: StoreErrorReason, advice: string])[] = [
  ['SQLITE_FULL', 'disk-full', 'the disk is full: free some space; nothing of this step was stored'],
  ['SQLITE_BUSY', 'busy', 'another process uses the database: wait for it, or stop it'],
  ['SQLITE_LOCKED', 'busy', 'another process uses the database: wait for it, or stop it'],
  [
    'SQLITE_READONLY',
    'read-only',
    'the database cannot be written: check the permissions of file and folder',
  ],
  ['SQLITE_CANTOPEN', 'cannot-open', 'the database cannot be opened: check the path and its permissions'],
  ['SQLITE_PERM', 'cannot-open', 'the database cannot be opened: check the path and its permissions'],
  ['SQLITE_NOTADB', 'not-ours', 'this is not a database of Roamwatch: check the path'],
  ['SQLITE_CORRUPT', 'corrupt', 'the database is damaged: restore a backup with `roamwatch db restore`'],
  ['SQLITE_IOERR', 'io', 'the disk failed: check it and the system log'],
  ['SQLITE_CONSTRAINT', 'constraint', 'the database refused a row'],
];

/** Turns what SQLite throws into a `StoreError`; anything else comes back as it is. */
export function fromSqlite(error: unknown): unknown {
  if (!(error instanceof SqliteDatabase.SqliteError)) return error;
  const meaning = MEANINGS.find(([code]) => error.code.startsWith(code));
  if (meaning === undefined) return error;
  const [, reason, advice] = meaning;
  return new StoreError(reason, `${advice} (${error.code}: ${error.message})`, { cause: error });
}
