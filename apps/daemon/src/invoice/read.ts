import { readFileSync } from 'node:fs';
import { whyUnreadable } from '@roamwatch/config-file';
import { canonicalIccid } from '@roamwatch/core';
import type { InvoiceLine } from '@roamwatch/report';
import { readIccid, readText } from '../inventory/cell.js';
import { readRows } from '../inventory/rows.js';
import { readAmount } from './amount.js';
import { type DayOrder, dayOrderOf, readInvoiceDate } from './date.js';

/** The names of columns in the provider's file. Those that are not configured have the names of these keys. */
export interface InvoiceColumns {
  readonly date: string;
  readonly iccid: string;
  readonly esimId: string;
  readonly package: string;
  readonly price: string;
  readonly currency: string;
  readonly reference: string;
}

export interface Invoice {
  readonly lines: readonly InvoiceLine[];
  /** Rows that cannot be used, with the reason. */
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
}

/** A file of which nothing can be used. */
export class InvoiceError extends Error {
  override readonly name = 'InvoiceError';
}

type Column = keyof InvoiceColumns;

/**
 * Reads the provider's invoice or list of orders: CSV with `,`, `;` or TAB, a byte order mark or not, columns in any order.
 * A row that cannot be used is named and does not affect others.
 *
 * @throws InvoiceError when the file cannot be read, or lacks a column that is needed.
 */
export function readInvoice(file: string, columns: InvoiceColumns): Invoice {
  const [header, ...rows] = rowsOf(textOf(file), file);
  const at = placesOf(header?.cells ?? [], columns, file);
  const order = dayOrderOf(rows.map(({ cells }) => cells?.[at.date] ?? ''));
  const lines: InvoiceLine[] = [];
  const unreadable: { line: number; reason: string }[] = [];
  for (const { line, cells } of rows) {
    try {
      if (cells === null) throw new RangeError('a quote is opened and not closed');
      lines.push(lineOf(line, (column) => cells[at[column]] ?? '', order));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      unreadable.push({ line, reason: error.message });
    }
  }
  return { lines, unreadable };
}

function lineOf(line: number, cell: (column: Column) => string, order: DayOrder): InvoiceLine {
  const { price, currency } = readAmount(cell('price'));
  return {
    line,
    date: readInvoiceDate(cell('date'), order),
    esim: esimOf(cell('iccid'), cell('esimId')),
    packageName: readText(cell('package')),
    price,
    currency: readText(cell('currency'))?.toUpperCase() ?? currency,
    reference: readText(cell('reference')),
  };
}

/** Either of the two columns may name the eSIM in either way. */
function esimOf(iccid: string, esimId: string): string {
  const known = canonicalIccid(iccid.replace(/^="(.*)"$/, '$1').replace(/^'/, ''));
  if (known !== null) return known;
  const id = readText(esimId) ?? readText(iccid);
  if (id === null) throw new RangeError('has neither an ICCID nor an eSIM id');
  return /^[\d\s.,]+(E\+?\d+)?$/i.test(id) ? readIccid(id) : (canonicalIccid(id) ?? id);
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)).replace(/\r\n?/g, '\n');
  } catch (error) {
    if (error instanceof TypeError)
      throw new InvoiceError(`${file} is not UTF-8 text: save it as "CSV UTF-8"`);
    throw new InvoiceError(`the invoice ${file} ${whyUnreadable(error)}`);
  }
}

function rowsOf(text: string, file: string) {
  const firstLine = /^\s*(.*)$/m.exec(text)?.[1] ?? '';
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  const [delimiter = ','] = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a));
  try {
    return readRows(text, delimiter);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvoiceError(`${file} is not CSV: ${error.message}`);
  }
}

/** The position of each column; -1 when it is missing. */
function placesOf(
  header: readonly string[],
  columns: InvoiceColumns,
  file: string,
): Readonly<Record<Column, number>> {
  const folded = header.map((name) => name.trim().toLowerCase());
  const placeOf = (column: Column) => folded.indexOf(columns[column].trim().toLowerCase());
  const keys = Object.keys(columns) as readonly Column[];
  const twice = keys.find(
    (column) => placeOf(column) !== folded.lastIndexOf(columns[column].trim().toLowerCase()),
  );
  if (twice !== undefined) throw new InvoiceError(`${file} has the column "${columns[twice]}" twice`);
  const at = Object.fromEntries(keys.map((column) => [column, placeOf(column)])) as Record<Column, number>;
  const missing = [
    ...(['date', 'price'] as const).filter((column) => at[column] < 0),
    ...(at.iccid < 0 && at.esimId < 0 ? (['iccid'] as const) : []),
  ];
  if (missing.length === 0) return at;
  const names = missing.map((column) => `"${columns[column]}" (invoice.columns.${column})`).join(', ');
  const found =
    header.length === 0 ? 'it is empty' : `its columns are ${header.map((name) => name.trim()).join(', ')}`;
  throw new InvoiceError(`${file} has no column ${names}: ${found}`);
}
