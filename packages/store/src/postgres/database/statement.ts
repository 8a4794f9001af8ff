import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { QueryResult } from 'pg';
import type { Bindable, Build, Queries, Query } from '../../sql/database/database.js';
import { filler, openPlaces } from '../../sql/database/placeholder.js';
import { postgresDialect } from './postgres-dialect.js';

/** Builds queries only: it has no driver. */
export const queries: Queries = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A query with its values. */
export interface Command {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** True when it changes nothing, so that it may run again when the connection fails. */
  readonly isReading: boolean;
}

/** Runs commands. */
export interface Runner {
  run(command: Command): Promise<QueryResult>;
  pages(command: Command): AsyncIterable<unknown[]>;
}

/** A query that Kysely types and compiles once. It has no name on the server, so that any connection will do. */
export class Statement<P extends { readonly [Name in keyof P]: Bindable }, Row> implements Query<P, Row> {
  #commandWith: ((params: P) => Command) | null = null;

  constructor(
    private readonly runner: Runner,
    private readonly build: Build<P, Row>,
  ) {}

  async run(params: P): Promise<number> {
    return (await this.runner.run(this.#command(params))).rowCount ?? 0;
  }

  async get(params: P): Promise<Row | undefined> {
    return (await this.all(params))[0];
  }

  async all(params: P): Promise<Row[]> {
    return (await this.runner.run(this.#command(params))).rows as Row[];
  }

  pages(params: P): AsyncIterable<Row[]> {
    return this.runner.pages(this.#command(params)) as AsyncIterable<Row[]>;
  }

  #command(params: P): Command {
    this.#commandWith ??= commandMaker(this.build(queries, openPlaces<P>(), postgresDialect).compile());
    return this.#commandWith(params);
  }
}

function commandMaker({
  sql,
  parameters,
  query,
}: CompiledQuery): (params: Readonly<Record<string, Bindable>>) => Command {
  const fill = filler(parameters);
  const isReading =
    query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*select\b/i.test(sql));
  return (params) => ({ sql, values: fill(params), isReading });
}
