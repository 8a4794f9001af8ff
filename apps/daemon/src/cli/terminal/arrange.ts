import stringWidth from 'string-width';
import { printable } from '../../printable.js';
import type { Column } from './column.js';

export const GAP = 2;

/** Columns that prose keeps beyond its least width as long as other columns can be narrowed instead. */
const COMFORT = 12;

/** Columns that are left out before prose gets narrower than is comfortable. */
const EXTRA = 1;

/** A column with its texts, as wide as it is printed. */
export interface Arranged<Row> {
  readonly column: Column<Row>;
  readonly texts: readonly string[];
  readonly width: number;
  /** The longest ICCID in it, which no line may break. */
  readonly copied: number;
}

/** An ICCID in any cell: in its own column, or where an eSIM has no label. */
const ICCID = /\d{15,}/g;

/**
 * The fullest way to show rows in `width` columns: long forms, short forms, then without what can be left out. Null:
 * nothing fits, and each row has to be shown as a separate record. Without a width the long forms.
 */
export function arrange<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | undefined,
): readonly Arranged<Row>[] | null {
  const long = columns.map((column) => textsOf(column, rows, column.cell));
  if (width === undefined) return long;
  const brief = columns
    .map((column) => textsOf(column, rows, column.brief ?? column.cell))
    .filter(saysSomething);
  const without = (limit: number) =>
    brief.filter(({ column }) => column.drop === undefined || column.drop > limit);
  const limits = [...new Set(columns.flatMap(({ drop }) => drop ?? []))].sort((a, b) => a - b);
  const comfortable = [
    long.filter(saysSomething),
    brief,
    ...limits.filter((limit) => limit <= EXTRA).map(without),
  ];
  const tight = [brief, ...limits.map(without)];
  return firstFitting(comfortable, width, COMFORT) ?? firstFitting(tight, width, 0);
}

function saysSomething({ texts }: { readonly texts: readonly string[] }): boolean {
  return texts.length === 0 || texts.some((text) => text !== '');
}

function firstFitting<Row>(
  arrangements: readonly (readonly Arranged<Row>[])[],
  width: number,
  comfort: number,
): readonly Arranged<Row>[] | null {
  for (const one of arrangements) {
    const found = fitted(one, width, comfort);
    if (found !== null) return found;
  }
  return null;
}

function textsOf<Row>(column: Column<Row>, rows: readonly Row[], form: (row: Row) => string): Arranged<Row> {
  const texts = rows.map((row) => printable(form(row)));
  const width = texts.reduce((most, text) => Math.max(most, stringWidth(text)), stringWidth(column.title));
  const iccids = texts.flatMap((text) => text.match(ICCID) ?? []);
  return { column, texts, width, copied: Math.max(0, ...iccids.map(({ length }) => length)) };
}

/** With prose as narrow as it has to be, but this much wider than its least; null when that is still too wide. */
function fitted<Row>(
  arranged: readonly Arranged<Row>[],
  width: number,
  comfort: number,
): readonly Arranged<Row>[] | null {
  const total = (all: readonly Arranged<Row>[]) =>
    all.reduce((sum, one) => sum + one.width, GAP * Math.max(0, all.length - 1));
  let excess = total(arranged) - width;
  // The last column is the longest text: it gives way first.
  const shrunk = arranged.toReversed().map((one) => {
    const { wraps } = one.column;
    const room = wraps === undefined ? 0 : Math.max(0, one.width - Math.max(wraps + comfort, one.copied));
    const less = Math.max(0, Math.min(excess, room));
    excess -= less;
    return { ...one, width: one.width - less };
  });
  return excess > 0 ? null : shrunk.toReversed();
}
