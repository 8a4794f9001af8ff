import { CsvError, parse } from 'csv-parse/sync';

/** A row of the file; its cells may span lines, then `line` is where it begins. */
export interface Row {
  readonly line: number;
  /** Null: its quotes do not close, so its cells cannot be separated. */
  readonly cells: readonly string[] | null;
}

/** Past this many lines with misplaced quotes the text is no CSV; each costs a new start behind it. */
export const MOST_MISPLACED = 1_000;

/** A long number as spreadsheets keep it as text: `="8944…"`. Not CSV, but meant well. */
const KEPT_AS_TEXT = /(^|[,;])="(\d*)"/gm;

/**
 * Splits CSV text, lines ended by LF, into rows; empty ones are left out. A quote that is opened and never closed
 * would swallow the rows behind it: only its own line is lost. Other misplaced quotes are taken literally.
 *
 * @throws RangeError when more than 1,000 lines have misplaced quotes.
 */
export function readRows(text: string, delimiter: string): readonly Row[] {
  const rows: Row[] = [];
  let from: Start = { text: text.replace(KEPT_AS_TEXT, '$1$2'), line: 1 };
  for (let misplaced = 0; misplaced <= MOST_MISPLACED; misplaced++) {
    const bad = readUntilMisplaced(from, delimiter, rows);
    if (bad === null) return rows;
    const [badText, rest] = splitLines(from.text, bad - from.line);
    rows.push({ line: bad, cells: leniently(badText, delimiter) });
    from = { text: rest, line: bad + 1 };
  }
  throw new RangeError(`more than ${MOST_MISPLACED} lines have misplaced quotes`);
}

interface Start {
  readonly text: string;
  readonly line: number;
}

/** Appends to `rows` up to the first misplaced quote and returns its line; null at the end of the text. */
function readUntilMisplaced(from: Start, delimiter: string, rows: Row[]): number | null {
  let line = from.line;
  try {
    parse(from.text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      on_record(cells: string[], { lines }) {
        const end = from.line + lines - 1;
        const columns = rows[0]?.cells?.length ?? cells.length;
        if (end > line && cells.length > columns) throw new Swallowed();
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
        line = end + 1;
        return null;
      },
    });
    return null;
  } catch (error) {
    if (error instanceof CsvError || error instanceof Swallowed) return line;
    throw error;
  }
}

/** A quote closed only lines later, by the opening quote of another cell. */
class Swallowed extends Error {}

/** The cells of a single line whose quotes are not where they belong; null when one is never closed. */
function leniently(line: string, delimiter: string): readonly string[] | null {
  try {
    return parse(line, { delimiter, relax_quotes: true })[0] ?? null;
  } catch {
    return null;
  }
}

/** The line after `skip` lines, and all behind it. */
function splitLines(text: string, skip: number): [line: string, rest: string] {
  let start = 0;
  for (let line = 0; line < skip; line++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  return end < 0 ? [text.slice(start), ''] : [text.slice(start, end), text.slice(end + 1)];
}
