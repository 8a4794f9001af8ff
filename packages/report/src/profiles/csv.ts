import type { Column, Table } from '../table/table.js';

/** What one kind of spreadsheet or parser expects of CSV; quoting and CRLF are RFC 4180 in all. */
export interface CsvDialect {
  readonly delimiter: ',' | ';';
  readonly decimalMark: '.' | ',';
  /** Excel takes a file for UTF-8 only when it begins with one. */
  readonly byteOrderMark: boolean;
  /** Text made of digits is written as a formula that yields it, `="8944…"`, or Excel keeps 15 of them. */
  readonly textStaysText: boolean;
}

export const CANONICAL: CsvDialect = {
  delimiter: ',',
  decimalMark: '.',
  byteOrderMark: false,
  textStaysText: false,
};

export const SPREADSHEET: CsvDialect = { ...CANONICAL, byteOrderMark: true, textStaysText: true };

const LINE_END = '\r\n';

/** A cell that starts like this is run by spreadsheets. */
const RUN_BY_SPREADSHEETS = /^[=+\-@\t\r]/;

/** Digits with what numbers, dates and times are written with: spreadsheets turn such text into a figure. */
const TAKEN_FOR_A_FIGURE = /^\d[\d.,:/eE -]{0,200}$/;

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

function rowEncoder<Row>(columns: readonly Column<Row>[], dialect: CsvDialect): (row: Row) => string {
  const cells = columns.map((column) => cellEncoder(column, dialect));
  const last = cells.length - 1;
  return (row) => {
    let line = '';
    for (let index = 0; index < last; index += 1) line += cells[index]?.(row) + dialect.delimiter;
    return line + cells[last]?.(row) + LINE_END;
  };
}

function cellEncoder<Row>(column: Column<Row>, dialect: CsvDialect): (row: Row) => string {
  const { cell, kind } = column;
  if (kind === 'decimal' && dialect.decimalMark !== '.') {
    return (row) => cell(row).replace('.', dialect.decimalMark);
  }
  if (kind !== 'text') return cell;
  const encode = textEncoder(dialect);
  // Most columns of text repeat themselves from row to row.
  let last = '';
  let lastEncoded = '';
  return (row) => {
    const text = cell(row);
    if (text !== last) {
      lastEncoded = encode(text);
      last = text;
    }
    return lastEncoded;
  };
}

function textEncoder({ delimiter, textStaysText }: CsvDialect): (text: string) => string {
  const special = new RegExp(`[${delimiter}"\\r\\n]`);
  const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  if (!textStaysText) return (text) => quote(guard(text));
  return (text) => quote(TAKEN_FOR_A_FIGURE.test(text) ? `="${text}"` : guard(text));
}

function guard(text: string): string {
  return RUN_BY_SPREADSHEETS.test(text) ? `'${text}` : text;
}
