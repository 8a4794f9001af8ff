import { sql } from 'kysely';
import { StoreError } from '../../store-error.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { forgetting } from './forget.js';
import { pruning } from './prune.js';
import { pullingBack } from './pull-back.js';

export function createUpkeepStore(connection: Connection): UpkeepStore {
  return {
    ...pruning(connection),
    ...pullingBack(connection),
    /** Queries the server, which reports its own faults, for a schema that a newer version has changed. */
    async fault() {
      try {
        await connection.requireKnownSchema();
        return null;
      } catch (error) {
        if (error instanceof StoreError) return error;
        throw error;
      }
    },
    ...forgetting(connection),
    async serverTime() {
      const [row] = await connection.rows<{ ms: number }>(
        sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
      );
      return row?.ms ?? null;
    },
    async size() {
      const [row] = await connection.rows<{ bytes: number }>(
        sql`select pg_database_size(current_database()) as bytes`,
      );
      return row?.bytes ?? 0;
    },
    async backup() {
      throw new StoreError(
        'cannot-open',
        'a PostgreSQL database is backed up by its own tools: run `pg_dump --format=custom`, or archive its log for recovery to any moment',
      );
    },
    /** The faults that the server itself reports. Its pages are checked by its own tools, `pg_amcheck` and checksums. */
    async check() {
      const indexes = await connection.rows<{
        name: string;
      }>(sql`select indexrelid::regclass::text as name from pg_index
        join pg_class on pg_class.oid = indrelid
        where relnamespace = current_schema()::regnamespace and not indisvalid`);
      const constraints = await connection.rows<{ name: string; table: string }>(sql`
        select conname as name, conrelid::regclass::text as table from pg_constraint
        where connamespace = current_schema()::regnamespace and not convalidated`);
      return [
        ...indexes.map(({ name }) => `the index ${name} is not valid: run \`reindex index ${name}\``),
        ...constraints.map(({ name, table }) => `the constraint ${name} of ${table} was never verified`),
      ];
    },
  };
}
