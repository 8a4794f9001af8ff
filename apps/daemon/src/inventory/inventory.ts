import { createHash } from 'node:crypto';

import { nearest, readBounded, whyUnreadable } from '@roamwatch/config-file';
import {
  type InventoryFileFault,
  type InventoryLineFault,
  type InventoryProblem,
  inventoryFaultInWords,
  languageCode,
} from '@roamwatch/core';
import type { Inventory } from '@roamwatch/monitor/ports';
import type { InventoryEntry } from '@roamwatch/store';
import { faultOfLanguage, readDate, readEmail, readIccid, readText, Unusable } from './cell.js';
import { MOST_MISPLACED, readRows } from './rows.js';

/** A file of which nothing can be used; what was read from it before should stay. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';

  /** `fault` is null where the file itself cannot be read, as `why` describes. */
  constructor(
    file: string,
    readonly fault: InventoryFileFault | null,
    why = '',
  ) {
    const subject = `the inventory ${file}`;
    super(fault === null ? `${subject} ${why}` : inventoryFaultInWords(fault, undefined, subject));
  }
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
    throw new InventoryError(file, null, whyUnreadable(error));
  }
}

/** Without its byte order mark, every line ended by LF. */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw new InventoryError(file, { kind: 'not-utf8' });
  }
}

function parseInventory(text: string, file: string): Omit<Inventory, 'digest'> {
  const [header, ...rows] = rowsOf(text, file);
  if (!header?.cells) {
    throw new InventoryError(file, { kind: 'empty', columns: COLUMNS });
  }
  if (rows.length > MOST_ROWS) throw new InventoryError(file, { kind: 'too-many-lines', most: MOST_ROWS });
  const columns = columnsOf(header.cells, file);
  const warnings: InventoryProblem[] = columns.unknown.map((fault) => ({ line: header.line, fault }));
  const problems: InventoryProblem[] = [];
  const entries: InventoryEntry[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    try {
      const entry = entryOf(cells, columns);
      const key = `${entry.iccid} ${entry.validFrom}`;
      const earlier = seen.get(key);
      if (earlier !== undefined) throw new Unusable({ kind: 'duplicate', line: earlier });
      seen.set(key, line);
      entries.push(entry);
      const fault = faultOfLanguage(cells?.[columns.at.language] ?? '');
      if (fault !== null) warnings.push({ line, fault });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      problems.push({ line, fault: error.fault });
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
    throw new InventoryError(file, { kind: 'not-csv', mostMisplaced: MOST_MISPLACED });
  }
}

interface Columns {
  readonly width: number;
  /** The position of each column; -1 when it is missing. */
  readonly at: Readonly<Record<Column, number>>;
  readonly unknown: readonly InventoryLineFault[];
}

function columnsOf(header: readonly string[], file: string): Columns {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new InventoryError(file, { kind: 'column-twice', column: twice });
  if (!names.includes('iccid')) throw new InventoryError(file, { kind: 'no-iccid-column' });
  const at = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Columns['at'];
  const unknown = names.filter((name) => name !== '' && !COLUMNS.some((column) => column === name));
  return { width: header.length, at, unknown: unknown.map(unknownColumn) };
}

function unknownColumn(name: string): InventoryLineFault {
  return { kind: 'unknown-column', name: name.slice(0, 40), meant: nearest(name, COLUMNS) };
}

function entryOf(cells: readonly string[] | null, { at, width }: Columns): InventoryEntry {
  if (cells === null) throw new Unusable({ kind: 'quote-open' });
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    throw new Unusable({ kind: 'too-many-cells', cells: cells.length, columns: width });
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
