import type { Database as SqliteDatabase, Statement as SqliteStatement } from 'better-sqlite3';
import type { Compilable } from 'kysely';
import { type Bindable, type Params, type Query, ROWS_A_PAGE } from '../../sql/database/database.js';
import { filler, openPlaces } from '../../sql/database/placeholder.js';
import { othersTurn } from './others-turn.js';
import { fromSqlite } from './sqlite-error.js';

export type { Bindable, Params };

/**
 * A query that Kysely types and compiles once, and that better-sqlite3 runs synchronously as a prepared
 * statement. Kysely's own execution is asynchronous and costs about 20 µs a call; this costs what SQLite costs.
 * It is compiled when it is first run, so that a short command pays only for what it uses.
 */
export class Statement<P extends { readonly [Name in keyof P]: Bindable }, Row> implements Query<P, Row> {
  #prepared: Prepared<Row> | null = null;

  constructor(
    private readonly sqlite: SqliteDatabase,
    private readonly build: (params: Params<P>) => Compilable<Row>,
    /** Runs what writes. */
    private readonly writing: <T>(work: () => T) => T = (work) => work(),
  ) {}

  /** Runs it and returns how many rows it changed. */
  run(params: P): number {
    return this.#execute(({ statement, bind }) => statement.run(...bind(params)).changes);
  }

  get(params: P): Row | undefined {
    return this.#execute(({ statement, bind }) => statement.get(...bind(params)));
  }

  all(params: P): Row[] {
    return this.#execute(({ statement, bind }) => statement.all(...bind(params)));
  }

  /** Streams the rows. Until the loop ends, the connection can read but not write. */
  *iterate(params: P): Generator<Row> {
    const { statement, bind } = this.#prepare();
    try {
      yield* statement.iterate(...bind(params));
    } catch (error) {
      throw fromSqlite(error);
    }
  }

  async *pages(params: P): AsyncGenerator<Row[]> {
    let page: Row[] = [];
    for (const row of this.iterate(params)) {
      page.push(row);
      if (page.length < ROWS_A_PAGE) continue;
      yield page;
      page = [];
      await othersTurn();
    }
    if (page.length > 0) yield page;
  }

  #execute<T>(work: (prepared: Prepared<Row>) => T): T {
    const prepared = this.#prepare();
    if (prepared.statement.readonly) return translated(() => work(prepared));
    return this.writing(() => translated(() => work(prepared)));
  }

  #prepare(): Prepared<Row> {
    this.#prepared ??= translated(() => prepare(this.sqlite, this.build(openPlaces<P>())));
    return this.#prepared;
  }
}

interface Prepared<Row> {
  readonly statement: SqliteStatement<Bindable[], Row>;
  readonly bind: (params: Readonly<Record<string, Bindable>>) => Bindable[];
}

function prepare<Row>(sqlite: SqliteDatabase, query: Compilable<Row>): Prepared<Row> {
  const compiled = query.compile();
  return {
    statement: sqlite.prepare<Bindable[], Row>(compiled.sql),
    bind: filler(compiled.parameters),
  };
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromSqlite(error);
  }
}
