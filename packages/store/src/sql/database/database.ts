import type { Compilable, Kysely, RawBuilder } from 'kysely';
import type { Schema } from '../../schema/schema.js';
import type { Dialect } from './dialect.js';

/** The parts of queries. */
export type Queries = Kysely<Schema>;

/** The parameters of a query: the kinds of value that every database has. */
export type Bindable = number | string | null;

/** The open places of a query while it is built, by name; each is filled again at every run. */
export type Params<P> = { readonly [Name in keyof P]: RawBuilder<P[Name]> };

/** Builds a query, once. */
export type Build<P, Row> = (db: Queries, params: Params<P>, dialect: Dialect) => Compilable<Row>;

type Awaitable<T> = T | Promise<T>;

/** A query that was typed and compiled, of either database: SQLite answers at once, PostgreSQL later. */
export interface Query<P, Row> {
  /** Runs it and returns how many rows it changed. */
  run(params: P): Awaitable<number>;
  get(params: P): Awaitable<Row | undefined>;
  all(params: P): Awaitable<Row[]>;
  /** The rows in pages of about `ROWS_A_PAGE`; between two of them others get their turn. */
  pages(params: P): AsyncIterable<Row[]>;
}

/**
 * Rows that come at once: enough that an await costs nothing a row, and few enough that a page delays nothing else. The text of
 * a longer page is no longer young when it is thrown away, and collecting it takes a third of a report.
 */
export const ROWS_A_PAGE = 250;

/** The database interface for operations of a single statement; those of several are written for each database. */
export interface Database {
  readonly dialect: Dialect;
  prepare<P extends { readonly [Name in keyof P]: Bindable }, Row>(build: Build<P, Row>): Query<P, Row>;
  /** True where nothing else of the process runs while it reads: a long read is made in slices. */
  readonly blocksWhileReading: boolean;
  /** For between the slices of a long read, and before the first: others get their turn where reading blocks them. */
  othersTurn(): Promise<void>;
}
