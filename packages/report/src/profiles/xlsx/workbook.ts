import type { Table } from '../../table/table.js';
import { Archive } from './archive.js';
import { frame } from './frame.js';
import { Sheets } from './sheets.js';
import { Styles } from './styles.js';

/** Rows a sheet may have in Excel, the header among them. */
const ROWS_A_SHEET = 1_048_576;

/**
 * An Excel workbook (ECMA-376), written while the table is read: typed cells, text as text (an ICCID keeps its digits,
 * nothing is run), dates as dates, instants in UTC, header frozen. A table with more rows than a sheet can have continues
 * in the next sheet, under the same header.
 */
export function encodeXlsx<Row>(table: Table<Row>): AsyncGenerator<Uint8Array> {
  return encodeWorkbook(table, ROWS_A_SHEET);
}

/** @param rowsASheet the header among them */
export async function* encodeWorkbook<Row>(
  table: Table<Row>,
  rowsASheet: number,
): AsyncGenerator<Uint8Array> {
  const archive = new Archive();
  const styles = new Styles();
  const sheets = new Sheets(table.columns, { archive, styles, rowsASheet });
  for await (const slice of table.slices) {
    sheets.add(slice);
    yield* archive.taken();
  }
  sheets.end();
  for (const [path, text] of frame(sheets.count, styles)) archive.add(path, text);
  archive.end();
  yield* archive.taken();
}
