import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ProfileName, ReportKind } from '@roamwatch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReports } from '../src/writing/directory.js';
import { KINDS, SOURCE, USAGE } from './strange-books.js';
import { cellsOf, FEBRUARY_PERIOD } from './written.js';

const CSV_PROFILES = ['plain', 'excel', 'excel-de'] as const satisfies readonly ProfileName[];

/** What a column of a metadata file is in DuckDB. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  integer: 'HUGEINT',
  decimal: 'DECIMAL(38, 9)',
  date: 'DATE',
  dateTime: 'TIMESTAMP',
};

describe('DuckDB and csv-parse', () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof connected>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roamwatch-readers-'));
    database = await connected();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function write(profile: ProfileName): Promise<(kind: ReportKind) => string> {
    const directory = join(folder, profile);
    const options = { source: SOURCE, kinds: KINDS, period: FEBRUARY_PERIOD, timeZone: 'UTC' };
    await writeReports({ ...options, profile, directory });
    return (kind) => join(directory, `${kind}-2026-02.${profile === 'jsonl' ? 'jsonl' : 'csv'}`);
  }

  const rowsOf = async (query: string) => (await database.runAndReadAll(query)).getRowsJson();

  it.each(CSV_PROFILES)('read the same cells of every kind in the profile %s', async (profile) => {
    const fileOf = await write(profile);
    const delimiter = profile === 'excel-de' ? ';' : ',';
    for (const kind of KINDS) {
      const [header = [], ...expected] = cellsOf(await readFile(fileOf(kind), 'utf8'), {
        bom: true,
        delimiter,
      });
      const read = await database.runAndReadAll(
        `from read_csv('${fileOf(kind)}', all_varchar = true, header = true, delim = '${delimiter}')`,
      );
      expect([kind, read.columnNames()]).toEqual([kind, header]);
      // DuckDB takes an empty cell for a missing value, as they are meant.
      const cells = read.getRowsJson().map((row) => row.map((cell) => cell ?? ''));
      expect([kind, cells]).toEqual([kind, expected]);
      expect(cells.length).toBeGreaterThan(0);
    }
  });

  it('have every digit where the columns have the types of the metadata beside the file', async () => {
    const fileOf = await write('plain');
    for (const kind of KINDS) {
      const metadata = JSON.parse(await readFile(`${fileOf(kind)}-metadata.json`, 'utf8'));
      const columns: readonly { name: string; datatype: string }[] = metadata.tableSchema.columns;
      const types = columns.map(({ name, datatype }) => `'${name}': '${typeOf(datatype)}'`).join(', ');
      const typed = `read_csv('${fileOf(kind)}', header = true, columns = {${types}})`;
      const exactly = `read_csv('${fileOf(kind)}', header = true, all_varchar = true)`;
      // What was read as a type, written as text, equals the file; decimals have their own zeros.
      const asText = columns.map(({ name, datatype }) =>
        typeOf(datatype) === 'TIMESTAMP'
          ? `strftime(${name}, '%Y-%m-%dT%H:%M:%SZ')`
          : typeOf(datatype) === 'DECIMAL(38, 9)'
            ? `${name}`
            : `${name}::VARCHAR`,
      );
      const same = columns.map(({ name, datatype }) =>
        typeOf(datatype) === 'DECIMAL(38, 9)' ? `${name}::DECIMAL(38, 9)` : name,
      );
      expect([kind, await rowsOf(`select ${asText.join(', ')} from ${typed}`)]).toEqual([
        kind,
        await rowsOf(`select ${same.join(', ')} from ${exactly}`),
      ]);
    }
    const sum = `select sum(used_bytes)::VARCHAR, max(length(iccid)) from read_csv('${fileOf('usage')}', types = {'iccid': 'VARCHAR'})`;
    const expected = USAGE.reduce((total, { usedBytes }) => total + BigInt(usedBytes), 0n);
    expect(await rowsOf(sum)).toEqual([[String(expected), '19']]);
  });

  it('read JSON Lines with the same figures', async () => {
    const [lines, plain] = [await write('jsonl'), await write('plain')];
    const sums = (from: string) =>
      rowsOf(
        `select count(*)::VARCHAR, sum(used_bytes)::VARCHAR, string_agg(coalesce(label, ''), '|' order by used_bytes) from ${from}`,
      );
    // A spreadsheet runs no JSON, so that its texts have no guard; of the labels none needs one.
    expect(await sums(`read_json('${lines('usage')}', format = 'newline_delimited')`)).toEqual(
      await sums(`read_csv('${plain('usage')}', header = true, types = {'label': 'VARCHAR'})`),
    );
  });
});

async function connected() {
  return (await DuckDBInstance.create(':memory:')).connect();
}

function typeOf(datatype: string | { readonly base: string }): string {
  const base = typeof datatype === 'string' ? datatype : datatype.base;
  const type = TYPES[base];
  if (type === undefined) throw new RangeError(`no type of DuckDB for ${base}`);
  return type;
}
