import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { fromSqlite } from './sqlite-error.js';

/** @throws StoreError `corrupt` when SQLite finds a page damaged. */
export function requireSound(sqlite: Database, file: string): void {
  const [fault] = faults(sqlite, 'quick_check', 1);
  if (fault === undefined) return;
  throw new StoreError('corrupt', `${file} is damaged (${fault}): restore a backup`);
}

/** The faults that SQLite finds in the file, at most `limit` lines; `quick_check` leaves the indexes out. */
export function faults(
  sqlite: Database,
  pragma: 'quick_check' | 'integrity_check',
  limit: number,
): readonly string[] {
  try {
    const rows = sqlite.prepare<[], Record<string, string>>(`pragma ${pragma}(${limit})`).all();
    return rows.flatMap((row) => Object.values(row)).filter((fault) => fault !== 'ok');
  } catch (error) {
    throw fromSqlite(error);
  }
}
