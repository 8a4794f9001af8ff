import { closeSync, constants, existsSync, openSync, type Stats, statSync } from 'node:fs';
import { StoreError } from '../../store-error.js';

/** Stays beside the database once that was in use, and is locked by the process that works on it. */
export function lockFileOf(file: string): string {
  return `${file}-lock`;
}

/** Notes that the database is in use from now on. */
export function markBegun(file: string): void {
  try {
    closeSync(openSync(lockFileOf(file), constants.O_CREAT | constants.O_WRONLY, 0o600));
  } catch {
    // A folder that nothing can be made in: the database is there, and that is what matters.
  }
}

/**
 * A database that was in use and is gone, or empty, is not silently created again: its alerts would all fire again.
 *
 * @param stats of the file; null when there is none.
 * @throws StoreError `vanished`.
 */
export function requireNotVanished(file: string, stats: Stats | null): void {
  if (stats !== null && stats.size > 0) return;
  const journal = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const lock = lockFileOf(file);
  if (!existsSync(lock) && journal === 0) return;
  throw new StoreError(
    'vanished',
    `${file} ${stats === null ? 'is gone' : 'is empty'}, but was in use before: restore a backup ` +
      `(roamwatch db restore FILE); to start without any data, remove ${existsSync(lock) ? lock : `${file}-wal`} first`,
  );
}
