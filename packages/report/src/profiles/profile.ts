import type { Table } from '../table/table.js';
import { CANONICAL, csvEncoder, SPREADSHEET } from './csv.js';
import { encodeJsonLines } from './json-lines.js';
import { encodeXlsx } from './xlsx.js';

/** A file format: turns a table into the bytes of a file, piece by piece. */
export interface Profile {
  /** Without the dot. */
  readonly extension: 'csv' | 'jsonl' | 'xlsx';
  readonly encode: <Row>(table: Table<Row>) => AsyncIterable<string | Uint8Array>;
}

const DECIMAL_COMMA = { ...SPREADSHEET, delimiter: ';', decimalMark: ',' } as const;

const PROFILES = {
  plain: { extension: 'csv', encode: csvEncoder(CANONICAL) },
  excel: { extension: 'csv', encode: csvEncoder(SPREADSHEET) },
  'excel-de': { extension: 'csv', encode: csvEncoder(DECIMAL_COMMA) },
  'excel-es': { extension: 'csv', encode: csvEncoder(DECIMAL_COMMA) },
  'excel-fr': { extension: 'csv', encode: csvEncoder(DECIMAL_COMMA) },
  'excel-it': { extension: 'csv', encode: csvEncoder(DECIMAL_COMMA) },
  'excel-nl': { extension: 'csv', encode: csvEncoder(DECIMAL_COMMA) },
  xlsx: { extension: 'xlsx', encode: encodeXlsx },
  jsonl: { extension: 'jsonl', encode: encodeJsonLines },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as readonly ProfileName[];

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(PROFILES, name);
}

export function profileOf(name: ProfileName): Profile {
  return PROFILES[name];
}
