import stringWidth from 'string-width';
import { printable } from '../../printable.js';
import type { Column } from './column.js';

export const GAP = 2;

/** Prose narrower than this is no pleasure to read where something shorter could give it room … */
const COMFORTABLE = 36;
/** … and this is the narrowest it ever gets. */
const LEAST = 24;

/** A column with its texts, as wide as it is printed. */
export interface Arranged<Row> {
  readonly column: Column<Row>;
  readonly texts: readonly string[];
  readonly width: number;
}

/**
 * The fullest way to show rows in `width` columns: long forms, short forms, then without what can be left out. Null:
 * nothing fits, and each row has to be shown as a record of its own. Without a width the long forms.
 */
export function arrange<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | undefined,
): readonly Arranged<Row>[] | null {
  const long = columns.map((column) => textsOf(column, rows, column.cell));
  if (width === undefined) return long;
  const brief = columns.map((column) => textsOf(column, rows, column.brief ?? column.cell));
  const drops = [...new Set(columns.flatMap(({ drop }) => drop ?? []))].sort((a, b) => a - b);
  return (
    fitted(long, width, COMFORTABLE) ??
    fitted(brief, width, LEAST) ??
    drops
      .map((limit) => brief.filter(({ column }) => column.drop === undefined || column.drop > limit))
      .map((kept) => fitted(kept, width, LEAST))
      .find((kept) => kept !== null) ??
    null
  );
}

function textsOf<Row>(column: Column<Row>, rows: readonly Row[], form: (row: Row) => string): Arranged<Row> {
  const texts = rows.map((row) => printable(form(row)));
  return {
    column,
    texts,
    width: Math.max(stringWidth(column.title), ...texts.map((text) => stringWidth(text)), 0),
  };
}

/** With prose as narrow as it has to be, but not narrower than `least`; null when that is still too wide. */
function fitted<Row>(
  arranged: readonly Arranged<Row>[],
  width: number,
  least: number,
): readonly Arranged<Row>[] | null {
  const total = (all: readonly Arranged<Row>[]) =>
    all.reduce((sum, one) => sum + one.width, GAP * Math.max(0, all.length - 1));
  let excess = total(arranged) - width;
  const shrunk = arranged.map((one) => {
    const room = one.column.wraps ? Math.max(0, one.width - least) : 0;
    const less = Math.max(0, Math.min(excess, room));
    excess -= less;
    return { ...one, width: one.width - less };
  });
  return excess > 0 ? null : shrunk;
}
