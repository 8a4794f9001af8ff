import type { Database as SqliteDatabase } from 'better-sqlite3';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Bindable, Build, Database, Queries } from '../../sql/database/database.js';
import { StoreError, type StoreErrorReason } from '../../store-error.js';
import { othersTurn } from './others-turn.js';
import type { Place } from './place.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { fromSqlite } from './sqlite-error.js';
import { Statement } from './statement.js';

export type { Queries };

/** Builds queries only: it has no driver, see `Statement`. */
const queries: Queries = new Kysely({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A failure that affects the next transaction, too. */
const LASTING: ReadonlySet<StoreErrorReason> = new Set(['disk-full', 'io', 'read-only', 'corrupt']);

/** One open database file: typed statements and transactions on it. */
export class Connection implements Database {
  readonly dialect = sqliteDialect;
  readonly blocksWhileReading = true;
  readonly #undone: (() => void)[] = [];
  #isOpen = false;
  /** A nested call threw. */
  #broken = false;

  #writeFault: StoreError | null = null;

  /** @param place where the file has to stay; null for one that is nowhere. */
  constructor(
    readonly sqlite: SqliteDatabase,
    readonly place: Place | null = null,
  ) {}

  /** Why nothing can be written: the file is gone, or the last attempt failed for a reason that stays. Null when all is well. */
  get fault(): StoreError | null {
    return this.place?.fault() ?? this.#writeFault;
  }

  /**
   * @example
   * const byName = connection.prepare((db, { name }: Params<{ name: string }>) =>
   *   db.selectFrom('location').select('id').where('name', '=', name));
   * byName.get({ name: 'France' })?.id;
   */
  prepare<P extends { readonly [Name in keyof P]: Bindable }, Row>(build: Build<P, Row>): Statement<P, Row> {
    return new Statement<P, Row>(
      this.sqlite,
      (params) => build(queries, params, this.dialect),
      (work) => this.#write(work),
    );
  }

  /**
   * Runs `work` in one immediate transaction, whole or not at all. Nested calls join the outer one, which cannot
   * be committed any more once one of them has thrown.
   */
  transaction<T>(work: () => T): T {
    if (this.#isOpen) return this.#join(work);
    return this.#write(() => this.#begin(work));
  }

  #begin<T>(work: () => T): T {
    this.#execute('begin immediate');
    this.#isOpen = true;
    this.#broken = false;
    try {
      const result = work();
      this.#requireOpen();
      this.#execute('commit');
      return result;
    } catch (error) {
      if (this.sqlite.inTransaction) this.sqlite.exec('rollback');
      for (const forget of this.#undone) forget();
      throw error;
    } finally {
      this.#isOpen = false;
    }
  }

  othersTurn(): Promise<void> {
    return othersTurn();
  }

  /** Calls `forget` whenever a transaction was undone: what was remembered of its rows is no longer true. */
  whenUndone(forget: () => void): void {
    this.#undone.push(forget);
  }

  /** Writes only to the file that is at its place, and keeps in mind what keeps it from being written. */
  #write<T>(work: () => T): T {
    if (this.#isOpen) return work();
    const gone = this.place?.fault();
    if (gone) throw gone;
    try {
      const result = work();
      this.#writeFault = null;
      return result;
    } catch (error) {
      if (error instanceof StoreError && LASTING.has(error.reason)) this.#writeFault = error;
      throw error;
    }
  }

  #join<T>(work: () => T): T {
    this.#requireOpen();
    try {
      return work();
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  /** A failed transaction may be half written, or undone by SQLite itself: neither may be committed with the rest. */
  #requireOpen(): void {
    if (this.#broken || !this.sqlite.inTransaction) {
      throw new StoreError('undone', 'an error in the transaction was passed over: all of it was undone');
    }
  }

  #execute(statement: string): void {
    try {
      this.sqlite.exec(statement);
    } catch (error) {
      throw fromSqlite(error);
    }
  }
}
