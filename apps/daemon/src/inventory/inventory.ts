import { createHash } from 'node:crypto';
import { nearest, readBounded, whyUnreadable } from '@roamwatch/config-file';
import { languageCode } from '@roamwatch/core';
import type { Inventory, InventoryProblem } from '@roamwatch/monitor/ports';
import type { InventoryEntry } from '@roamwatch/store';
import { faultOfLanguage, readDate, readEmail, readIccid, readText } from './cell.js';
import { readRows } from './rows.js';

/** A file of which nothing can be used; what was read from it before should stay. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
}

const COLUMNS = [
  'iccid',
  'label',
  'email',
  'cost_centre',
  'gl_code',
  'project',
  'language',
  'valid_from',
] as const;
type Column = (typeof COLUMNS)[number];

/** Part of the digest: another way to read a file makes it another file. */
const READING = 'inventory-2';

/**
 * Reads the inventory: CSV with `;` or `,`, a byte order mark or not, columns in any order. A line that cannot be
 * used is rejected as a problem and does not affect others.
 *
 * @throws InventoryError when the file cannot be read, is empty or has no usable first line.
 */
export function readInventory(file: string): Inventory {
  return readInventoryBytes(bytesOf(file), file);
}

/**
 * Reads an inventory that somebody has at hand, as `readInventory` would once it is written to `file`.
 *
 * @throws InventoryError when it is empty or has no usable first line.
 */
export function readInventoryText(text: string, file: string): Inventory {
  return readInventoryBytes(Buffer.from(text), file);
}

function readInventoryBytes(bytes: Uint8Array, file: string): Inventory {
  const digest = createHash('sha256').update(READING).update(bytes).digest('hex');
  return { ...parseInventory(textOf(bytes, file), file), digest };
}

/** Two hundred thousand lines of a usual length. */
const LARGEST = 16 * 1024 * 1024;
const MOST_ROWS = 200_000;

function bytesOf(file: string): Uint8Array {
  try {
    return readBounded(file, LARGEST);
  } catch (error) {
    throw new InventoryError(`the inventory ${file} ${whyUnreadable(error)}`);
  }
}

/** Without its byte order mark, every line ended by LF. */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw new InventoryError(`the inventory ${file} is not UTF-8 text: save it as "CSV UTF-8"`);
  }
}

function parseInventory(text: string, file: string): Omit<Inventory, 'digest'> {
  const [header, ...rows] = rowsOf(text, file);
  if (!header?.cells) {
    throw new InventoryError(`the inventory ${file} is empty: its first line must be ${COLUMNS.join(',')}`);
  }
  if (rows.length > MOST_ROWS)
    throw new InventoryError(`the inventory ${file} has more than ${MOST_ROWS} lines`);
  const columns = columnsOf(header.cells, file);
  const warnings: InventoryProblem[] = columns.unknown.map((message) => ({ line: header.line, message }));
  const problems: InventoryProblem[] = [];
  const entries: InventoryEntry[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    try {
      const entry = entryOf(cells, columns);
      const key = `${entry.iccid} ${entry.validFrom}`;
      const earlier = seen.get(key);
      if (earlier !== undefined)
        throw new RangeError(`duplicate of line ${earlier} (same ICCID and valid_from)`);
      seen.set(key, line);
      entries.push(entry);
      const fault = faultOfLanguage(cells?.[columns.at.language] ?? '');
      if (fault !== null) warnings.push({ line, message: fault });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  return { entries, problems, warnings };
}

function rowsOf(text: string, file: string) {
  const firstLine = /^\s*(.*)$/m.exec(text)?.[1] ?? '';
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  try {
    return readRows(text, count(';') > count(',') ? ';' : ',');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InventoryError(`the inventory ${file} is not CSV: ${error.message}`);
  }
}

interface Columns {
  readonly width: number;
  /** The position of each column; -1 when it is missing. */
  readonly at: Readonly<Record<Column, number>>;
  readonly unknown: readonly string[];
}

function columnsOf(header: readonly string[], file: string): Columns {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new InventoryError(`the inventory ${file} has the column ${twice} twice`);
  if (!names.includes('iccid')) {
    throw new InventoryError(
      `the inventory ${file} has no column iccid: its first line must name the columns`,
    );
  }
  const at = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Columns['at'];
  const unknown = names.filter((name) => name !== '' && !COLUMNS.some((column) => column === name));
  return { width: header.length, at, unknown: unknown.map(unknownColumn) };
}

function unknownColumn(name: string): string {
  const meant = nearest(name, COLUMNS);
  const hint = meant === null ? '' : `; did you mean "${meant}"?`;
  return `unknown column "${name.slice(0, 40)}", ignored${hint}`;
}

function entryOf(cells: readonly string[] | null, { at, width }: Columns): InventoryEntry {
  if (cells === null) throw new RangeError('a quote is opened and not closed');
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    throw new RangeError(
      `has ${cells.length} cells for ${width} columns: text with a delimiter needs quotes`,
    );
  }
  const cell = (column: Column) => cells[at[column]] ?? '';
  return {
    iccid: readIccid(cell('iccid')),
    label: readText(cell('label')),
    email: readEmail(cell('email')),
    costCentre: readText(cell('cost_centre')),
    glCode: readText(cell('gl_code')),
    project: readText(cell('project')),
    language: languageCode(cell('language')),
    validFrom: readDate(cell('valid_from')),
  };
}
