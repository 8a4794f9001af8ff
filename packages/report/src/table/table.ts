import type { CalendarDate, ReportKind, RowStream, UnixSeconds } from '@roamwatch/core';
import { digits } from '../figures/digits.js';
import { isoInstant } from '../figures/instant.js';

/**
 * How a profile may write a cell. `text`: comes from outside, guarded against being run; `date`: `YYYY-MM-DD`;
 * `instant`: ISO 8601 UTC; `integer` and `decimal`: digits with `.`, never guarded. Empty means missing.
 */
export type CellKind = 'text' | 'date' | 'instant' | 'integer' | 'decimal';

export interface Column<Row> {
  readonly name: string;
  readonly kind: CellKind;
  readonly cell: (row: Row) => string;
  /** All rows, or most, have the same value here as the row before: encoders remember what they wrote. */
  readonly repeats?: 'always' | 'mostly';
}

/** Something a reader of a report must know before relying on it. */
export interface Discrepancy {
  /** The file it was found in; absent when it is about all. */
  readonly kind?: ReportKind;
  readonly what: string;
  /** Rows it is about. */
  readonly count?: number;
  /** The two figures that should agree. */
  readonly expected?: string;
  readonly found?: string;
}

/** Sums of a whole file, where they make sense for its kind. */
export interface Totals {
  readonly usedBytes?: bigint;
  /** Currency to decimal text. */
  readonly purchases?: Readonly<Record<string, string>>;
  /** The same, of the shares that fall into the period. */
  readonly cost?: Readonly<Record<string, string>>;
}

/** The totals of a table once all its rows were read. */
export interface Tally {
  readonly totals: Totals;
  readonly discrepancies: readonly Discrepancy[];
}

/** One report before it takes a format: columns, and rows that are read once, as a stream. */
export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  /** Slices small enough that encoding one does not delay other work. */
  readonly slices: RowStream<Row>;
  /** Complete once `slices` has ended. */
  tally(): Tally;
}

/** The same in every row. */
export function constant(name: string, kind: CellKind, value: string): Column<unknown> {
  return { name, kind, cell: () => value, repeats: 'always' };
}

export function text<Row>(name: string, cell: (row: Row) => string | null): Column<Row> {
  return { name, kind: 'text', cell: (row) => cell(row) ?? '', repeats: 'mostly' };
}

export function date<Row>(name: string, cell: (row: Row) => CalendarDate | null): Column<Row> {
  return { name, kind: 'date', cell: (row) => cell(row) ?? '' };
}

export function instant<Row>(name: string, cell: (row: Row) => UnixSeconds | null): Column<Row> {
  return { name, kind: 'instant', cell: (row) => optionalInstant(cell(row)) };
}

export function integer<Row>(name: string, cell: (row: Row) => number | bigint | null): Column<Row> {
  return { name, kind: 'integer', cell: (row) => optionalDigits(cell(row)) };
}

/** The cell is decimal text or empty. */
export function decimal<Row>(name: string, cell: (row: Row) => string): Column<Row> {
  return { name, kind: 'decimal', cell };
}

function optionalDigits(integer: number | bigint | null): string {
  return integer === null ? '' : digits(integer);
}

function optionalInstant(at: UnixSeconds | null): string {
  return at === null ? '' : isoInstant(at);
}
