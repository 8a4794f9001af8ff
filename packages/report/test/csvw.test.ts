import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeReports } from '../src/writing/directory.js';
import { memorySource, purchaseRow, usageRow } from './memory-source.js';
import { cellsOf, FEBRUARY_PERIOD } from './written.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roamwatch-csvw-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

it.each([
  ['plain', ',', 'decimal'],
  ['excel-de', ';', { base: 'decimal', format: { decimalChar: ',' } }],
] as const)('types every column of a CSV file, as %s has them', async (profile, delimiter, decimal) => {
  await writeReports({
    source: memorySource({ usage: [usageRow()], purchases: [purchaseRow()] }),
    kinds: ['usage', 'purchases', 'summary', 'reconciliation'],
    period: FEBRUARY_PERIOD,
    profile,
    timeZone: 'UTC',
    directory,
  });
  const files = (await readdir(directory)).filter((name) => name.endsWith('.csv'));
  expect(files).toHaveLength(4);
  for (const file of files) {
    const metadata = JSON.parse(await readFile(join(directory, `${file}-metadata.json`), 'utf8'));
    expect(metadata).toMatchObject({
      '@context': 'http://www.w3.org/ns/csvw',
      url: file,
      dialect: { delimiter },
    });
    const [header] = cellsOf(await readFile(join(directory, file), 'utf8'), { bom: true, delimiter });
    const columns: { name: string; datatype: unknown }[] = metadata.tableSchema.columns;
    expect(columns.map(({ name }) => name)).toEqual(header);
    const typeOf = (name: string) => columns.find((column) => column.name === name)?.datatype;
    if (file.startsWith('usage')) {
      expect(['iccid', 'usage_date', 'used_bytes', 'used_mb', 'first_seen_at'].map(typeOf)).toEqual([
        'string',
        'date',
        'integer',
        decimal,
        'dateTime',
      ]);
    }
  }
});
