import type { Column, Table } from '../table/table.js';
import { isTakenForAFigure } from './spreadsheet-text.js';

/** The CSV dialect of one kind of spreadsheet or parser; quoting and CRLF are RFC 4180 in all. */
export interface CsvDialect {
  readonly delimiter: ',' | ';';
  readonly decimalMark: '.' | ',';
  /** Excel takes a file for UTF-8 only when it begins with one. */
  readonly byteOrderMark: boolean;
  /** Text this takes for a figure is written as a formula that yields it, `="8944…"`: Excel keeps 15 digits of a number. */
  readonly isTakenForAFigure: (text: string) => boolean;
}

export const CANONICAL: CsvDialect = {
  delimiter: ',',
  decimalMark: '.',
  byteOrderMark: false,
  isTakenForAFigure: () => false,
};

export const SPREADSHEET: CsvDialect = { ...CANONICAL, byteOrderMark: true, isTakenForAFigure };

/** Months closed with version 1 of the report schema keep their bytes, so also what it took for a figure. */
export const SPREADSHEET_1: CsvDialect = {
  ...SPREADSHEET,
  isTakenForAFigure: (text) => TAKEN_FOR_A_FIGURE_IN_1.test(text),
};

const LINE_END = '\r\n';

/** A cell that starts like this is run by spreadsheets. */
const RUN_BY_SPREADSHEETS = /^[=+\-@\t\r]/;

const TAKEN_FOR_A_FIGURE_IN_1 = /^\d[\d.,:/eE -]{0,200}$/;

/** Writes a table as CSV, a slice of rows at a time. */
export function csvEncoder(dialect: CsvDialect): <Row>(table: Table<Row>) => AsyncIterable<string> {
  return async function* encode(table) {
    const encodeRow = rowEncoder(table.columns, dialect);
    const header = table.columns.map(({ name }) => name).join(dialect.delimiter);
    yield `${dialect.byteOrderMark ? '\uFEFF' : ''}${header}${LINE_END}`;
    for await (const slice of table.slices) {
      let lines = '';
      for (const row of slice) lines += encodeRow(row);
      yield lines;
    }
  };
}

/** Cells that change from row to row, and between them runs of cells that most often do not. */
function rowEncoder<Row>(columns: readonly Column<Row>[], dialect: CsvDialect): (row: Row) => string {
  const changing: { readonly before: Encode<Row>; readonly cell: Encode<Row> }[] = [];
  let run: Column<Row>[] = [];
  let lead = '';
  for (const column of columns) {
    if (column.repeats !== undefined) {
      run.push(column);
    } else {
      const before = runEncoder(run, dialect, lead, run.length === 0 ? '' : dialect.delimiter);
      changing.push({ before, cell: cellEncoder(column, dialect) });
      run = [];
      lead = dialect.delimiter;
    }
  }
  const end = runEncoder(run, dialect, run.length === 0 ? '' : lead, LINE_END);
  return (row) => {
    let line = '';
    for (const { before, cell } of changing) line += before(row) + cell(row);
    return line + end(row);
  };
}

type Encode<Row> = (row: Row) => string;

/** The sum of neighbouring cells, between `lead` and `tail`; rewritten only when one of them changes. */
function runEncoder<Row>(
  columns: readonly Column<Row>[],
  dialect: CsvDialect,
  lead: string,
  tail: string,
): Encode<Row> {
  const cells = columns.filter(({ repeats }) => repeats !== 'always').map(({ cell }) => cell);
  const encoded = columns.map((column) => cellEncoder(column, dialect));
  const last: string[] = [];
  let text = lead + tail;
  let changed = columns.length > 0;
  return (row) => {
    // By number: `entries()` would allocate an array a cell.
    for (let index = 0; index < cells.length; index += 1) {
      const value = cells[index]?.(row) ?? '';
      if (value === last[index]) continue;
      last[index] = value;
      changed = true;
    }
    if (changed) {
      text = lead + encoded.map((encode) => encode(row)).join(dialect.delimiter) + tail;
      changed = false;
    }
    return text;
  };
}

function cellEncoder<Row>({ cell, kind }: Column<Row>, dialect: CsvDialect): Encode<Row> {
  if (kind === 'decimal' && dialect.decimalMark !== '.') {
    return (row) => cell(row).replace('.', dialect.decimalMark);
  }
  if (kind !== 'text') return cell;
  const encode = textEncoder(dialect);
  return (row) => encode(cell(row));
}

function textEncoder({ delimiter, isTakenForAFigure }: CsvDialect): (text: string) => string {
  const special = new RegExp(`[${delimiter}"\\r\\n]`);
  const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return (text) => {
    const guarded = guard(text);
    return quote(guarded === text && isTakenForAFigure(text) ? `="${text.replaceAll('"', '""')}"` : guarded);
  };
}

function guard(text: string): string {
  return RUN_BY_SPREADSHEETS.test(text) ? `'${text}` : text;
}
