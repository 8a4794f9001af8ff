import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { fromSqlite } from './sqlite-error.js';

/**
 * Writes a compact copy of the database as it is now to `target`, mode 0600, replacing what is there at once when
 * it is complete. Other processes continue writing meanwhile. A damaged page makes it fail rather than be copied.
 */
export function copyTo(sqlite: Database, target: string): void {
  // Two processes can start on an old database at once, and both back it up.
  const partial = `${target}.${process.pid}.partial`;
  try {
    rmSync(partial, { force: true });
    closeSync(openSync(partial, 'wx', 0o600));
    sqlite.prepare('vacuum into ?').run(partial);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw copyError(target, fromSqlite(error));
  }
}

function copyError(target: string, error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error) || !('code' in error)) return error;
  return new StoreError('cannot-open', `${target} cannot be written (${error.code}): check the path`, {
    cause: error,
  });
}
