import { sql } from 'kysely';
import type { Connection } from '../postgres/database/connection.js';
import { COPY_PROGRESS } from '../postgres/database/unfinished-copy.js';
import { monthPartitions } from '../postgres/usage/month-partitions.js';
import type { Day } from '../schema/day.js';
import type { Batch, Key } from './source.js';
import { COPIED_TABLES, type Column, type CopiedTable } from './tables.js';
import { type Tally, tallyOf, tallyQuery } from './tally.js';

/** Progress of the copy of a table. */
export interface TableProgress {
  /** The digest of the source's table when the copy was begun. */
  readonly tally: Tally;
  readonly copied: number;
  /** The last key that was copied; null when nothing was. */
  readonly after: Key | null;
}

const PROGRESS = sql.table(COPY_PROGRESS);

/** The tables of the PostgreSQL database that a copy comes into. */
export class Target {
  readonly #withMonths: (days: Iterable<Day>) => Promise<void>;

  constructor(private readonly connection: Connection) {
    this.#withMonths = monthPartitions(connection);
  }

  /** The columns of each table, in their order. */
  async columns(): Promise<ReadonlyMap<string, readonly Column[]>> {
    const rows = await this.connection.rows<Column & { table: string }>(
      sql`select relname as table, attname as name, format_type(atttypid, null) as type
        from pg_attribute join pg_class on pg_class.oid = attrelid
        where pg_class.oid = any(${COPIED_TABLES}::text[]::regclass[]) and attnum > 0 and not attisdropped
        order by relname, attnum`,
    );
    return Map.groupBy(rows, ({ table }) => table);
  }

  /** The first table that holds a row; null when there is none. */
  async firstOccupied(): Promise<CopiedTable | null> {
    for (const table of COPIED_TABLES) {
      const [found] = await this.connection.rows(sql`select 1 from ${sql.table(table)} limit 1`);
      if (found !== undefined) return table;
    }
    return null;
  }

  /** Progress by table; null when no copy was begun. */
  async progress(): Promise<ReadonlyMap<string, TableProgress> | null> {
    const [state] = await this.connection.rows<{ begun: boolean }>(
      sql`select to_regclass(${COPY_PROGRESS}) is not null as begun`,
    );
    if (state?.begun !== true) return null;
    const rows = await this.connection.rows<{
      name: string;
      tally: string;
      copied: number;
      after: string | null;
    }>(sql`select name, tally, copied, after from ${PROGRESS}`);
    return new Map(
      rows.map(({ name, tally, copied, after }) => [
        name,
        { tally: JSON.parse(tally), copied, after: after === null ? null : JSON.parse(after) },
      ]),
    );
  }

  async begin(tallies: ReadonlyMap<CopiedTable, Tally>): Promise<void> {
    const names = [...tallies.keys()];
    const texts = Array.from(tallies.values(), (tally) => JSON.stringify(tally));
    await this.connection.transaction(async () => {
      await this.connection.change(sql`create table ${PROGRESS} (
        name text primary key, tally text not null, copied bigint not null default 0, after text)`);
      await this.connection.change(
        sql`insert into ${PROGRESS} (name, tally) select * from unnest(${names}::text[], ${texts}::text[])`,
      );
    });
  }

  /** Stores rows and how far the table is with them, both or neither. */
  async store(table: CopiedTable, columns: readonly Column[], { rows, key }: Batch): Promise<void> {
    if (table === 'daily_usage') await this.#withMonths(rows.map(({ date }) => Number(date)));
    const names = sql.join(columns.map(({ name }) => sql.ref(name)));
    const lists = columns.map(
      ({ name, type }) => sql`${rows.map((row) => row[name] ?? null)}::${sql.raw(type)}[]`,
    );
    await this.connection.transaction(async () => {
      await this.connection.change(
        sql`insert into ${sql.table(table)} (${names}) select * from unnest(${sql.join(lists)})`,
      );
      await this.connection.change(
        sql`update ${PROGRESS} set copied = copied + ${rows.length}, after = ${JSON.stringify(key)} where name = ${table}`,
      );
    });
  }

  async tally(table: CopiedTable, columns: readonly Column[]): Promise<Tally> {
    const [row] = await this.connection.rows(tallyQuery(table, columns));
    return tallyOf(row ?? {}, columns);
  }

  /** Completes the copy: new rows get numbers that were never used, and the progress table is removed. */
  async finish(lastNumber: (table: CopiedTable) => number): Promise<void> {
    await this.connection.transaction(async () => {
      const numbered = await this.connection.rows<{ table: CopiedTable; name: string }>(
        sql`select relname as table, attname as name from pg_attribute join pg_class on pg_class.oid = attrelid
          where pg_class.oid = any(${COPIED_TABLES}::text[]::regclass[]) and attidentity <> ''`,
      );
      for (const { table, name } of numbered) {
        await this.connection.rows(
          sql`select setval(pg_get_serial_sequence(${table}, ${name}),
            greatest(coalesce(max(${sql.ref(name)}), 0), ${lastNumber(table)}::bigint) + 1, false) from ${sql.table(table)}`,
        );
      }
      await this.connection.change(sql`drop table ${PROGRESS}`);
    });
  }
}
