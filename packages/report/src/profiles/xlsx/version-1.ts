import { unzipSync, zipSync } from 'fflate';
import writeExcelFile, { type Cell, type Row as SheetRow } from 'write-excel-file/node';
import type { CellKind, Column, Table } from '../../table/table.js';

/** A workbook is built in memory, about 6 KB a row; longer reports need a format that streams. */
const XLSX_MAX_ROWS = 50_000;

/** A double represents this many decimal digits exactly; longer figures are written as text. */
const EXACT_DIGITS = 15;

/** ZIP entries carry a date; a fixed one keeps equal reports equal. In local time, as ZIP dates are. */
const ENTRY_DATE = new Date(1980, 0, 1);

/** Excel refuses a workbook with a longer cell. */
const LONGEST_TEXT = 32_767;

const TEXT_FORMAT = '@';
const COLUMN_WIDTH = 20;

/**
 * An Excel workbook of one sheet: typed cells, text as text (an ICCID keeps its digits, nothing is run), dates as
 * dates, instants in UTC, header frozen.
 * @throws RangeError when the table has more than `XLSX_MAX_ROWS` rows
 */
export async function* encodeXlsx1<Row>(table: Table<Row>): AsyncGenerator<Uint8Array> {
  const rows: SheetRow[] = [table.columns.map(({ name }) => ({ value: name, fontWeight: 'bold' }))];
  for await (const slice of table.slices) {
    for (const row of slice) rows.push(table.columns.map((column) => typedCell(column, row)));
    if (rows.length > XLSX_MAX_ROWS + 1) {
      throw new RangeError(
        `an xlsx file can contain at most ${XLSX_MAX_ROWS} rows and this report has more: use the profile excel`,
      );
    }
  }
  const sheet = writeExcelFile(rows, {
    stickyRowsCount: 1,
    columns: table.columns.map(() => ({ width: COLUMN_WIDTH })),
  });
  yield withFixedDates(await sheet.toBuffer());
}

function withFixedDates(workbook: Uint8Array): Uint8Array {
  return zipSync(unzipSync(workbook), { mtime: ENTRY_DATE });
}

function typedCell<Row>({ kind, cell }: Column<Row>, row: Row): Cell {
  const text = cell(row);
  if (text === '') return null;
  return CELLS[kind](text);
}

const CELLS: Readonly<Record<CellKind, (text: string) => Cell>> = {
  text: textCell,
  date: (text) => ({ value: new Date(text), type: Date, format: 'yyyy-mm-dd' }),
  instant: (text) => ({ value: new Date(text), type: Date, format: 'yyyy-mm-dd hh:mm:ss' }),
  integer: (text) => numberCell(text, '0'),
  decimal: (text) =>
    numberCell(text, text.includes('.') ? `0.${text.replace(/.*\./, '').replace(/\d/g, '0')}` : '0'),
};

function numberCell(text: string, format: string): Cell {
  const exact = text.replace(/\D/g, '').replace(/^0+/, '').length <= EXACT_DIGITS;
  return exact ? { value: Number(text), type: Number, format } : textCell(text);
}

function textCell(text: string): Cell {
  // The writer looks texts up in a plain object and mistakes these for its own entries.
  if (text in Object.prototype) return { value: `"${text}"`, type: 'Formula' };
  return { value: text.slice(0, LONGEST_TEXT), type: String, format: TEXT_FORMAT };
}
