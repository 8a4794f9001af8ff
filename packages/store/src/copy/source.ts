import type { Database } from 'better-sqlite3';
import { othersTurn } from '../sqlite/database/others-turn.js';
import type { Column, CopiedTable, Row } from './tables.js';
import { Counter, type Tally } from './tally.js';

/** Rows read, sent and stored at once. */
const ROWS_A_BATCH = 500;

export type Key = readonly (string | number | null)[];

export interface Batch {
  readonly rows: readonly Row[];
  /** The key of the last row. */
  readonly key: Key;
}

/** The tables of an SQLite file as they were when the first was read. */
export class Source {
  constructor(private readonly sqlite: Database) {
    sqlite.exec('begin');
  }

  /** `onRows` gets the number of rows that were counted, after each batch. */
  async tally(
    table: CopiedTable,
    columns: readonly Column[],
    onRows: (rows: number) => void,
  ): Promise<Tally> {
    const counter = new Counter(columns);
    for await (const { rows } of this.batches(table, columns, null)) {
      for (const row of rows) counter.add(row);
      onRows(counter.rows);
    }
    return counter.tally();
  }

  /** The rows in the order of their keys, those after `after`; null: all. */
  async *batches(table: CopiedTable, columns: readonly Column[], after: Key | null): AsyncGenerator<Batch> {
    const keys = this.#keyOf(table);
    const wanted = columns.map(({ name }) => quoted(name)).join(', ');
    const order = keys.map(quoted).join(', ');
    const later = `where (${order}) > (${keys.map(() => '?').join(', ')})`;
    const page = (from: Key | null): Row[] =>
      this.sqlite
        .prepare<unknown[], Row>(
          `select ${wanted} from ${quoted(table)} ${from ? later : ''} order by ${order} limit ${ROWS_A_BATCH}`,
        )
        .all(...(from ?? []));
    for (let from = after; ; ) {
      const rows = page(from);
      const last = rows.at(-1);
      if (last === undefined) return;
      from = keys.map((key) => last[key] ?? null);
      yield { rows, key: from };
      await othersTurn();
    }
  }

  /** The highest number that a table ever gave to a row; 0 when it gives none, or gave none. */
  lastNumber(table: CopiedTable): number {
    return (
      this.sqlite
        .prepare<[string], { seq: number }>('select seq from sqlite_sequence where name = ?')
        .get(table)?.seq ?? 0
    );
  }

  close(): void {
    this.sqlite.close();
  }

  #keyOf(table: CopiedTable): readonly string[] {
    return this.sqlite
      .prepare<[string], { name: string }>('select name from pragma_table_info(?) where pk > 0 order by pk')
      .all(table)
      .map(({ name }) => name);
  }
}

function quoted(name: string): string {
  return `"${name}"`;
}
