import type { Database as SqliteDatabase, Statement as SqliteStatement } from 'better-sqlite3';
import type { Compilable, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { fromSqlite } from './sqlite-error.js';

/** What a statement may be given: SQLite's own kinds of value. */
export type Bindable = number | string | null;

/** The open places of a query while it is built, by name; each is filled anew at every run. */
export type Params<P> = { readonly [Name in keyof P]: RawBuilder<P[Name]> };

/** A row as an array, in the order of the selected columns. */
export type Tuple<Row> = Row[keyof Row][];

class Placeholder {
  constructor(readonly name: string) {}
}

/** Any property of this object is a placeholder of that name. */
const placeholders = new Proxy({}, { get: (_, name) => sql`${new Placeholder(String(name))}` });

/**
 * A query that Kysely types and compiles once, and that better-sqlite3 runs synchronously as a prepared
 * statement. Kysely's own execution is asynchronous and costs about 20 µs a call; this costs what SQLite costs.
 * It is compiled when it is first run, so that a short command pays only for what it uses.
 */
export class Statement<P extends { readonly [Name in keyof P]: Bindable }, Row> {
  #prepared: Prepared | null = null;
  #tuples: Prepared | null = null;

  constructor(
    private readonly sqlite: SqliteDatabase,
    private readonly build: (params: Params<P>) => Compilable<Row>,
  ) {}

  /** Runs it and returns how many rows it changed. */
  run(params: P): number {
    const { statement, bind } = this.#prepare();
    return translated(() => statement.run(bind(params)).changes);
  }

  get(params: P): Row | undefined {
    const { statement, bind } = this.#prepare();
    return translated(() => statement.get(bind(params)) as Row | undefined);
  }

  all(params: P): Row[] {
    const { statement, bind } = this.#prepare();
    return translated(() => statement.all(bind(params)) as Row[]);
  }

  /** Streams the rows. Until the loop ends, the connection can read but not write. */
  *iterate(params: P): Generator<Row> {
    const { statement, bind } = this.#prepare();
    try {
      yield* statement.iterate(bind(params)) as IterableIterator<Row>;
    } catch (error) {
      throw fromSqlite(error);
    }
  }

  /** The rows as arrays in the order of the selected columns: for hot queries, where objects cost half the time. */
  tuples(params: P): Tuple<Row>[] {
    const { statement, bind } = this.#prepareTuples();
    return translated(() => statement.all(bind(params)) as Tuple<Row>[]);
  }

  /** The first row as an array. */
  tuple(params: P): Tuple<Row> | undefined {
    const { statement, bind } = this.#prepareTuples();
    return translated(() => statement.get(bind(params)) as Tuple<Row> | undefined);
  }

  /** Streams the rows as arrays. */
  *iterateTuples(params: P): Generator<Tuple<Row>> {
    const { statement, bind } = this.#prepareTuples();
    try {
      yield* statement.iterate(bind(params)) as IterableIterator<Tuple<Row>>;
    } catch (error) {
      throw fromSqlite(error);
    }
  }

  #prepare(): Prepared {
    this.#prepared ??= translated(() => prepare(this.sqlite, this.build(placeholders as Params<P>)));
    return this.#prepared;
  }

  #prepareTuples(): Prepared {
    const { statement, bind } = this.#prepare();
    this.#tuples ??= { statement: this.sqlite.prepare(statement.source).raw(), bind };
    return this.#tuples;
  }
}

interface Prepared {
  readonly statement: SqliteStatement;
  readonly bind: (params: Readonly<Record<string, Bindable>>) => Bindable[];
}

function prepare(sqlite: SqliteDatabase, query: Compilable<unknown>): Prepared {
  const compiled = query.compile();
  const parameters = compiled.parameters as readonly (Bindable | Placeholder)[];
  return {
    statement: sqlite.prepare(compiled.sql),
    bind: (params) =>
      parameters.map((value) => (value instanceof Placeholder ? (params[value.name] ?? null) : value)),
  };
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromSqlite(error);
  }
}
