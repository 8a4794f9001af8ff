import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../postgres/database/connection.js';
import { nameOf } from '../postgres/database/pool.js';
import { createStore, openConnection, type PostgresStoreOptions } from '../postgres/open-store.js';
import { openForReading } from '../sqlite/database/open-file.js';
import type { Store } from '../store.js';
import { StoreError } from '../store-error.js';
import { Source } from './source.js';
import { COPIED, COPIED_TABLES, type Column, type CopiedTable } from './tables.js';
import type { Tally } from './tally.js';
import { type TableProgress, Target } from './target.js';

export interface CopyOptions {
  /** Aborted: the copy stops between two batches, to be gone on with later. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch. */
  readonly onProgress?: (progress: CopyPhase) => void;
}

/** The current work. */
export interface CopyPhase {
  readonly phase: 'counting' | 'copying' | 'verifying';
  /** The name of the rows: "days of usage". */
  readonly what: string;
  /** Rows of all tables; 0 as long as they are being counted. */
  readonly total: number;
  readonly done: number;
}

/** A table that was copied and found the same. */
export interface CopiedRows {
  readonly table: string;
  readonly rows: number;
}

type Columns = ReadonlyMap<string, readonly Column[]>;
type Tallies = ReadonlyMap<CopiedTable, Tally>;

/** The copy of an SQLite database into one of PostgreSQL. Nobody else may work on either. */
export class DatabaseCopy {
  readonly #target: Target;

  private constructor(
    private readonly file: string,
    private readonly connection: Connection,
    /** The target of the copy: for the lease. */
    readonly store: Store,
  ) {
    this.#target = new Target(connection);
  }

  /**
   * Connects to the target and brings its schema up to date. `file` is an SQLite database that is up to date.
   *
   * @throws StoreError when the server cannot be reached, refuses, or has a database that is not ours.
   */
  static async open(file: string, target: PostgresStoreOptions): Promise<DatabaseCopy> {
    const connection = await openConnection(target, async () => undefined);
    const now = () => Math.floor(Date.now() / 1000);
    return new DatabaseCopy(file, connection, createStore(connection, nameOf(target), now));
  }

  /**
   * Copies, or resumes where an earlier run stopped, and compares every table: counts, sums and a digest of all rows. Until all of it is the
   * same, the target can be used by nothing else.
   *
   * @throws StoreError `not-ours` when the target holds other data, `differs` when the source has changed since the copy was begun.
   */
  async run({ signal, onProgress = () => undefined }: CopyOptions = {}): Promise<readonly CopiedRows[]> {
    const source = new Source(openForReading(this.file));
    try {
      const begun = await this.#target.progress();
      if (begun === null) await this.#requireEmpty();
      const columns = await this.#target.columns();
      const tallies = await this.#count(source, columns, { signal, onProgress });
      if (begun === null) await this.#target.begin(tallies);
      else this.#requireSame(tallies, begun);
      await this.#copy(source, columns, begun, { signal, onProgress, tallies });
      await this.#verify(columns, tallies, { signal, onProgress });
      await this.#target.finish((table) => source.lastNumber(table));
      return Array.from(tallies, ([table, { rows }]) => ({ table, rows }));
    } finally {
      source.close();
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  async #requireEmpty(): Promise<void> {
    const occupied = await this.#target.firstOccupied();
    if (occupied === null) return;
    throw new StoreError(
      'not-ours',
      `${this.store.file} contains the data of an installation already (${COPIED[occupied]}): name an empty database`,
    );
  }

  /** A row that changed after it was copied would be lost. */
  #requireSame(tallies: Tallies, begun: ReadonlyMap<string, TableProgress>): void {
    const changed = [...tallies].filter(
      ([table, tally]) => !isDeepStrictEqual(begun.get(table)?.tally, tally),
    );
    if (changed.length === 0) return;
    const what = changed.map(([table]) => COPIED[table]).join(', ');
    throw new StoreError(
      'differs',
      `${this.store.file} contains the beginning of a copy of another database, or ${this.file} has changed since (${what}): drop that database, create an empty one, and copy again`,
    );
  }

  async #count(
    source: Source,
    columns: Columns,
    { signal, onProgress }: Watched,
  ): Promise<Map<CopiedTable, Tally>> {
    const tallies = new Map<CopiedTable, Tally>();
    let before = 0;
    for (const table of COPIED_TABLES) {
      const tally = await source.tally(table, columnsOf(columns, table), (rows) => {
        signal?.throwIfAborted();
        onProgress({ phase: 'counting', what: COPIED[table], total: 0, done: before + rows });
      });
      before += tally.rows;
      tallies.set(table, tally);
    }
    return tallies;
  }

  async #copy(
    source: Source,
    columns: Columns,
    begun: ReadonlyMap<string, TableProgress> | null,
    { signal, onProgress, tallies }: Watched & { readonly tallies: Tallies },
  ): Promise<void> {
    const total = rowsOf(tallies);
    let done = 0;
    for (const table of COPIED_TABLES) {
      const { copied, after } = begun?.get(table) ?? { copied: 0, after: null };
      done += copied;
      const wanted = columnsOf(columns, table);
      for await (const batch of source.batches(table, wanted, after)) {
        signal?.throwIfAborted();
        await this.#target.store(table, wanted, batch);
        done += batch.rows.length;
        onProgress({ phase: 'copying', what: COPIED[table], total, done });
      }
    }
  }

  async #verify(columns: Columns, tallies: Tallies, { signal, onProgress }: Watched): Promise<void> {
    const total = rowsOf(tallies);
    let done = 0;
    for (const [table, tally] of tallies) {
      signal?.throwIfAborted();
      onProgress({ phase: 'verifying', what: COPIED[table], total, done });
      const copied = await this.#target.tally(table, columnsOf(columns, table));
      if (!isDeepStrictEqual(copied, tally)) throw this.#different(table, tally, copied);
      done += tally.rows;
    }
  }

  #different(table: CopiedTable, tally: Tally, copied: Tally): StoreError {
    return new StoreError(
      'differs',
      `${this.store.file} does not hold what ${this.file} does: table ${table} has ${copied.rows} of ${tally.rows} ${COPIED[table]}, or other figures. Drop that database, create an empty one, and copy again`,
    );
  }
}

interface Watched {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: CopyPhase) => void;
}

function columnsOf(columns: Columns, table: CopiedTable): readonly Column[] {
  const found = columns.get(table);
  if (found === undefined) throw new StoreError('constraint', `the database has no table ${table}`);
  return found;
}

function rowsOf(tallies: Tallies): number {
  return Array.from(tallies.values(), ({ rows }) => rows).reduce((sum, rows) => sum + rows, 0);
}
