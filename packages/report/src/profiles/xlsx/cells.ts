import type { CellKind, Column } from '../../table/table.js';
import type { Styles } from './styles.js';

/** A double represents this many decimal digits exactly; longer figures are written as text. */
const EXACT_DIGITS = 15;

/** Excel refuses a workbook with a longer cell. */
const LONGEST_TEXT = 32_767;

const DAY_MS = 86_400_000;

/** Days from 1899-12-30, where Excel counts from, to 1970-01-01. */
const EPOCH = 25_569;

/** The first serial number on which Excel's calendar is right: it takes 1900 for a leap year. */
const FIRST_DATE = 61;

/** Encodes the cells of a column, in whatever row. */
export function cellEncoder<Row>(
  { kind, cell }: Column<Row>,
  name: string,
  styles: Styles,
): (row: Row, number: number) => string {
  const encode = ENCODERS[kind];
  return (row, number) => {
    const text = cell(row);
    return text === '' ? '' : encode(text, `${name}${number}`, styles);
  };
}

type Encode = (text: string, reference: string, styles: Styles) => string;

const ENCODERS: Readonly<Record<CellKind, Encode>> = {
  text: (text, reference, styles) => textCell(text, reference, styles.text),
  date: (text, reference, styles) => dateCell(text, reference, 'yyyy-mm-dd', styles),
  instant: (text, reference, styles) => dateCell(text, reference, 'yyyy-mm-dd hh:mm:ss', styles),
  integer: (text, reference, styles) => numberCell(text, reference, '0', styles),
  decimal: (text, reference, styles) => numberCell(text, reference, decimalFormat(text), styles),
};

export function textCell(text: string, reference: string, style: number): string {
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text.slice(0, LONGEST_TEXT))}</t></is></c>`;
}

function numberCell(text: string, reference: string, format: string, styles: Styles): string {
  const digits = text.replace(/\D/g, '').replace(/^0+/, '').length;
  if (digits > EXACT_DIGITS) return textCell(text, reference, styles.text);
  return `<c r="${reference}" s="${styles.of(format)}"><v>${text}</v></c>`;
}

function dateCell(text: string, reference: string, format: string, styles: Styles): string {
  const serial = Date.parse(text) / DAY_MS + EPOCH;
  if (!(serial >= FIRST_DATE)) return textCell(text, reference, styles.text);
  return `<c r="${reference}" s="${styles.of(format)}"><v>${serial}</v></c>`;
}

function decimalFormat(text: string): string {
  const point = text.indexOf('.');
  return point < 0 ? '0' : `0.${'0'.repeat(text.length - point - 1)}`;
}

// XML 1.0 has no way to write these; ECMA-376 writes them as _xHHHH_ (ST_Xstring).
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\r]|_(?=x[0-9a-fA-F]{4}_)/g;
const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWRITABLE, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (one) => ENTITIES[one] ?? one);
}
