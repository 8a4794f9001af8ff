import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { faults } from '../database/integrity.js';
import { fromSqlite } from '../database/sqlite-error.js';

/** The most faults that are listed. */
const ENOUGH = 20;

export function checking({ sqlite }: Connection): Pick<UpkeepStore, 'check'> {
  return {
    async check() {
      try {
        return [...faults(sqlite, 'integrity_check', ENOUGH), ...brokenLinks(sqlite)];
      } catch (error) {
        const failure = fromSqlite(error);
        if (failure instanceof StoreError) return [failure.message];
        throw failure;
      }
    },
  };
}

function brokenLinks(sqlite: Database): readonly string[] {
  const rows = sqlite.prepare<[], { table: string; parent: string }>('pragma foreign_key_check').all();
  return rows.slice(0, ENOUGH).map((row) => `a row of ${row.table} refers to a missing row of ${row.parent}`);
}
