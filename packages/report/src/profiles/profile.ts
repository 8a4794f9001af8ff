import type { ProfileName } from '@roamwatch/core';
import type { Table } from '../table/table.js';
import { CANONICAL, type CsvDialect, csvEncoder, SPREADSHEET, SPREADSHEET_1 } from './csv.js';
import { encodeJsonLines } from './json-lines.js';

/** A file format: turns a table into the bytes of a file, piece by piece. */
export interface Profile {
  /** Of a CSV file. */
  readonly dialect?: CsvDialect;
  /** Without the dot. */
  readonly extension: 'csv' | 'jsonl' | 'xlsx';
  readonly encode: <Row>(table: Table<Row>) => AsyncIterable<string | Uint8Array>;
  /** For months closed with version 1 of the report schema, where that was different. */
  readonly encode1?: Profile['encode'];
}

function spreadsheet(change: Partial<CsvDialect> = {}): Profile {
  const dialect = { ...SPREADSHEET, ...change };
  return {
    extension: 'csv',
    dialect,
    encode: csvEncoder(dialect),
    encode1: csvEncoder({ ...SPREADSHEET_1, ...change }),
  };
}

/** Loaded when one is written: what writes workbooks is as large as all the rest of the reports. */
const workbooks = () => import('./xlsx/index.js');

/** Loads now what is otherwise loaded when a file is written: for a program whose own files may be replaced while it runs. */
export async function loadProfiles(): Promise<void> {
  await workbooks();
}

function loaded(load: () => Promise<Profile['encode']>): Profile['encode'] {
  return async function* encode(table) {
    yield* (await load())(table);
  };
}

const DECIMAL_COMMA = { delimiter: ';', decimalMark: ',' } as const;

const PROFILES = {
  plain: { extension: 'csv', dialect: CANONICAL, encode: csvEncoder(CANONICAL) },
  excel: spreadsheet(),
  'excel-de': spreadsheet(DECIMAL_COMMA),
  'excel-es': spreadsheet(DECIMAL_COMMA),
  'excel-fr': spreadsheet(DECIMAL_COMMA),
  'excel-it': spreadsheet(DECIMAL_COMMA),
  'excel-nl': spreadsheet(DECIMAL_COMMA),
  xlsx: {
    extension: 'xlsx',
    encode: loaded(async () => (await workbooks()).encodeXlsx),
    encode1: loaded(async () => (await workbooks()).encodeXlsx1),
  },
  jsonl: { extension: 'jsonl', encode: encodeJsonLines },
} as const satisfies Record<ProfileName, Profile>;

/** True for the name of a profile, as `--profile` and the configuration take it. */
export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(PROFILES, name);
}

/** The dialect of a CSV file; null for another kind of file. */
export function dialectOf(name: ProfileName): CsvDialect | null {
  const profile: Profile = PROFILES[name];
  return profile.dialect ?? null;
}

/** Without the dot. */
export function extensionOf(name: ProfileName): Profile['extension'] {
  return PROFILES[name].extension;
}

/** How the files of a version of the report schema are encoded. */
export function encoderOf(name: ProfileName, schemaVersion: number): Profile['encode'] {
  const profile: Profile = PROFILES[name];
  return schemaVersion === 1 ? (profile.encode1 ?? profile.encode) : profile.encode;
}
