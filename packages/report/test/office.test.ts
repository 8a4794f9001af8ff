import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProfileName, ReportKind } from '@roamwatch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, SOURCE } from './strange-books.js';
import { cellsOf, written } from './written.js';

const run = promisify(execFile);
const isInstalled = spawnSync('soffice', ['--version']).status === 0;

const TEXT_FILTER = 'Text - txt - csv (StarCalc)';
/** Comma, double quote, UTF-8, from line 1. */
const COMMA_UTF8 = '44,34,76,1';
/** Cells as they are shown, formulas worked out. */
const AS_SHOWN = `csv:${TEXT_FILTER}:${COMMA_UTF8},,0,false,true,false`;
/** As the import dialogue reads it where every column is set to text. */
const ALL_TEXT = `--infilter=${TEXT_FILTER}:${COMMA_UTF8},${allText(40)},1033,false,false,false`;
/** As the import dialogue proposes it: each cell becomes what it looks like, in English of the United States. */
const AS_OPENED = `--infilter=${TEXT_FILTER}:${COMMA_UTF8},,1033,false,false,false`;

/** How the files of a profile are opened. */
const OPTIONS = { plain: [ALL_TEXT], excel: [AS_OPENED], xlsx: [] } as const satisfies Partial<
  Record<ProfileName, readonly string[]>
>;
const PROFILES = ['plain', 'excel', 'xlsx'] as const;
type OpenedProfile = (typeof PROFILES)[number];

interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

describe.skipIf(!isInstalled)('LibreOffice (skipped where soffice is not installed)', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roamwatch-office-'));
    // A call a profile, as all its files are opened alike: starting takes seconds.
    for (const profile of PROFILES) {
      const files = await write(profile);
      const home = `-env:UserInstallation=file://${folder}/home`;
      const out = ['--convert-to', AS_SHOWN, '--outdir', join(folder, 'shown')];
      await run('soffice', [home, '--headless', ...OPTIONS[profile], ...out, ...files]);
    }
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Every kind in a profile; returns the paths. */
  async function write(profile: OpenedProfile): Promise<readonly string[]> {
    const paths: string[] = [];
    for (const kind of KINDS) {
      const { bytes } = await written({ source: SOURCE, kind, profile });
      const path = join(folder, `${kind}-${profile}.${profile === 'xlsx' ? 'xlsx' : 'csv'}`);
      await writeFile(path, bytes);
      paths.push(path);
    }
    return paths;
  }

  /** The cells as LibreOffice shows them after opening the file. */
  async function shown(kind: ReportKind, profile: OpenedProfile): Promise<Sheet> {
    const text = await readFile(join(folder, 'shown', `${kind}-${profile}.csv`), 'utf8');
    return sheetOf(text, '\n');
  }

  it.each(PROFILES)('shows the same cells of every kind in the profile %s', async (profile) => {
    for (const kind of KINDS) {
      const { text, file } = await written({ source: SOURCE, kind, profile: 'plain' });
      const types = typesOf(file.metadata);
      const expected = sheetOf(text, '\r\n');
      const found = await shown(kind, profile);
      const inCommon = ({ rows }: Sheet, textOf: (cell: string) => string) =>
        rows.map((row) => row.map((cell, index) => comparable(cell, types[index] ?? '', textOf)));
      expect([kind, found.header]).toEqual([kind, expected.header]);
      expect([kind, inCommon(found, asItIs)]).toEqual([
        kind,
        inCommon(expected, profile === 'xlsx' ? unguarded : asItIs),
      ]);
      expect(found.rows.length).toBeGreaterThan(0);
    }
  });
});

it.runIf(!isInstalled)(
  'says that LibreOffice is not installed: its opening of the files was not tried',
  () => {
    console.warn('soffice is not installed: what LibreOffice makes of the files was not tried');
    expect(isInstalled).toBe(false);
  },
);

function sheetOf(text: string, delimiter: string): Sheet {
  const [header = [], ...rows] = cellsOf(text, { record_delimiter: delimiter });
  return { header, rows };
}

/** The base datatype of each column, by the metadata beside a CSV file. */
function typesOf(metadata: string | null): readonly string[] {
  const columns: readonly { datatype: string | { base: string } }[] = JSON.parse(metadata ?? '').tableSchema
    .columns;
  return columns.map(({ datatype }) => (typeof datatype === 'string' ? datatype : datatype.base));
}

/** What two ways to show one cell have in common: a spreadsheet keeps 15 digits of a figure, and shows no zone. */
function comparable(cell: string, type: string, textOf: (cell: string) => string): string {
  if (cell === '') return '';
  if (type === 'integer' || type === 'decimal') return Number(cell).toPrecision(15);
  if (type === 'dateTime') return cell.replace('T', ' ').replace('Z', '');
  return textOf(cell).replaceAll('\r\n', '\n');
}

function asItIs(cell: string): string {
  return cell;
}

/** A workbook marks its text cells, so that texts need no guard. */
function unguarded(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r])/, '');
}

/** The format "text" for so many columns; those beyond the last of a file do no harm. */
function allText(columns: number): string {
  return Array.from({ length: columns }, (_, index) => `${index + 1}/2`).join('/');
}
