import {
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  rmSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { requireNotVanished } from './begun.js';
import { fromSqlite } from './sqlite-error.js';

/** "RWCH": written into the file's header, so that another program's database is never taken for ours. */
export const APPLICATION_ID = 0x52574348;

/** Receives what an operator should know. A pino logger fits. */
export interface StoreLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The longest wait for another process's write, in milliseconds. */
const BUSY_TIMEOUT = 10_000;

/** The same once the database is open: what waits for longer lets others have their turn, see `retryWhenBusy`. */
const SHORT_BUSY_TIMEOUT = 20;

/** Opens the file for reading and writing, and creates it, with its folder, when there is none. */
export function openForWriting(file: string, log: StoreLog): Database {
  makeReady(file, log);
  warnOfNetwork(file, log);
  return configured(file, {}, (sqlite) => {
    sqlite.pragma('journal_mode = wal');
    // FULL: what was acknowledged or sent must not be forgotten when the power fails.
    sqlite.pragma('synchronous = full');
    sqlite.pragma('foreign_keys = on');
    sqlite.pragma('journal_size_limit = 67108864');
    // KB: what one large transaction touches must fit, or SQLite writes its pages twice.
    sqlite.pragma('cache_size = -16384');
  });
}

/** To be called when the file is ready for use. */
export function waitShortly(sqlite: Database): void {
  sqlite.pragma(`busy_timeout = ${SHORT_BUSY_TIMEOUT}`);
}

/**
 * Opens a file that nobody else uses, and removes it at once: what is open stays usable on systems other than Windows.
 * The journal is in memory, so that no other file comes beside it.
 */
export function openTemporary(file: string, log: StoreLog): Database {
  makeReady(file, log);
  const sqlite = configured(file, {}, (fresh) => {
    fresh.pragma('journal_mode = memory');
    fresh.pragma('synchronous = off');
    fresh.pragma('foreign_keys = on');
    fresh.pragma('cache_size = -16384');
  });
  if (process.platform !== 'win32') rmSync(file);
  return sqlite;
}

function makeReady(file: string, log: StoreLog): void {
  const stats = statOf(file);
  if (stats === null || stats.isFile()) requireNotVanished(file, stats);
  if (stats === null) createPrivate(file);
  else {
    requireFile(file, stats);
    tighten(file, stats, log);
  }
}

export function openForReading(file: string): Database {
  const stats = statOf(file);
  if (stats === null) {
    throw new StoreError(
      'cannot-open',
      `there is no database ${file}: run \`roamwatch poll\` first, or check the path`,
    );
  }
  requireFile(file, stats);
  return configured(file, { readonly: true, fileMustExist: true }, (sqlite) => {
    // KB: reports read everything once, so a larger cache would contain only what is not needed again.
    sqlite.pragma('cache_size = -2048');
  });
}

function configured(
  file: string,
  options: SqliteDatabase.Options,
  configure: (sqlite: Database) => void,
): Database {
  let sqlite: Database | null = null;
  try {
    sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT, ...options });
    requireOurs(file, sqlite);
    configure(sqlite);
    return sqlite;
  } catch (error) {
    sqlite?.close();
    throw named(file, fromSqlite(error));
  }
}

/** Names the file; SQLite does not. */
function named(file: string, error: unknown): unknown {
  if (!(error instanceof StoreError) || error.message.startsWith(file)) return error;
  return new StoreError(error.reason, `${file}: ${error.message}`, { cause: error.cause });
}

/** Reads the header before anything is written: a file that is not ours stays untouched. */
function requireOurs(file: string, sqlite: Database): void {
  // In one transaction: another process may be making the tables right now.
  const { id, tables } = sqlite.transaction(() => ({
    id: sqlite.pragma('application_id', { simple: true }),
    tables: sqlite.prepare<[], { n: number }>('select count(*) as n from sqlite_schema').get()?.n ?? 0,
  }))();
  if (id === APPLICATION_ID || (id === 0 && tables === 0)) return;
  throw new StoreError('not-ours', `${file}: this database belongs to another program: check the path`);
}

function statOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw unreachable(file, error);
  }
}

function requireFile(file: string, stats: Stats): void {
  if (stats.isFile()) return;
  const what = stats.isDirectory() ? 'a folder' : 'not a file';
  throw new StoreError('not-a-file', `${file} is ${what}: name a file, such as roamwatch.db in it`);
}

/** SQLite gives -wal and -shm the mode of the file itself, so the file must be private before SQLite sees it. */
function createPrivate(file: string): void {
  try {
    makeFolder(dirname(file));
    closeSync(openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unreachable(file, error);
  }
}

/** Node's own recursive mkdir never returns where an existing folder can contain no other, as under `/proc`. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it just now.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function tighten(file: string, stats: Stats, log: StoreLog): void {
  if ((stats.mode & 0o077) === 0) return;
  try {
    chmodSync(file, 0o600);
    log.info(`${file} could be read by others; its mode is 0600 now`);
  } catch {
    log.warn(`${file} can be read by others: set its mode to 0600`);
  }
}

/** Numbers of statfs(2) on Linux. Locks are not reliable on these, and a lost lock is a damaged database. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x01021997, '9p'],
  [0x65735546, 'FUSE'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
]);

/** The name of the network file system that a file is on; null when it is on none that is known. */
export function networkOf(file: string): string | null {
  if (process.platform !== 'linux') return null;
  return NETWORK_FILE_SYSTEMS.get(statfsSync(file).type) ?? null;
}

function warnOfNetwork(file: string, log: StoreLog): void {
  const name = networkOf(file);
  if (name === null) return;
  log.warn(`${file} is on a network file system (${name}): SQLite can lose data there; use a local disk`);
}

function unreachable(file: string, error: unknown): StoreError {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('disk-full', `${file} cannot be created, the disk is full: free some space`);
  }
  if (code === 'EROFS') return new StoreError('read-only', `${file} is on a read-only file system`);
  return new StoreError(
    'cannot-open',
    `${file} cannot be opened (${code}): check the path and its permissions`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
