import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileName } from '@roamwatch/core';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource, usageRow } from './memory-source.js';
import { FEBRUARY_PERIOD, written } from './written.js';

const isInstalled = spawnSync('soffice', ['--version']).status === 0;

/** UTF-8, quoted where needed, cells as they are shown, all sheets' formulas worked out. */
const AS_SHOWN = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false';
/** The same read: comma or semicolon, UTF-8, no column given a type by hand. */
const READ = (delimiter: number) =>
  `--infilter=Text - txt - csv (StarCalc):${delimiter},34,76,1,,1033,false,true,false`;

const ROWS = [
  usageRow({ label: '=1+1', glCode: '00420', usedBytes: 1_234_567_890 }),
  usageRow({ iccid: '8944000000000000009', label: 'Zoë "Z", 1/2', glCode: '1/2', usedBytes: 0 }),
  usageRow({ esimId: 'z', label: '-1', usedBytes: -5_242_880, chargeClass: 'Correction' }),
];

describe.skipIf(!isInstalled)('LibreOffice (skipped where soffice is not installed)', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roamwatch-office-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** The cells as LibreOffice shows them after opening the file. */
  async function shown(profile: ProfileName, extension: string, read: readonly string[] = []) {
    const source = memorySource({ usage: ROWS });
    const { bytes } = await written({ source, kind: 'usage', profile, period: FEBRUARY_PERIOD });
    await writeFile(join(folder, `usage.${extension}`), bytes);
    const profileFolder = `-env:UserInstallation=file://${folder}/profile`;
    const out = join(folder, profile);
    const args = [profileFolder, '--headless', ...read, '--convert-to', AS_SHOWN, '--outdir', out];
    execFileSync('soffice', [...args, join(folder, `usage.${extension}`)], { stdio: 'ignore' });
    const text = await readFile(join(out, 'usage.csv'), 'utf8');
    return parse<Record<string, string>>(text, { columns: true, bom: true });
  }

  const EXPECTED = [
    { iccid: '8944000000000000001', gl_code: '00420', used_bytes: '1234567890', usage_date: '2026-02-03' },
    { iccid: '8944000000000000001', gl_code: '0420', used_bytes: '-5242880', charge_class: 'Correction' },
    { iccid: '8944000000000000009', gl_code: '1/2', used_bytes: '0', label: 'Zoë "Z", 1/2' },
  ];

  it('shows all digits of ICCIDs and codes in the profile excel, and runs no text', async () => {
    const rows = await shown('excel', 'csv', [READ(44)]);
    expect(rows).toMatchObject(EXPECTED);
    expect(rows.map(({ label }) => label)).toEqual(["'=1+1", "'-1", 'Zoë "Z", 1/2']);
    expect(rows.map(({ used_mb }) => Number(used_mb))).toEqual([1177.376, -5, 0]);
  }, 60_000);

  it('shows typed cells of a workbook as they were written', async () => {
    const rows = await shown('xlsx', 'xlsx');
    expect(rows).toMatchObject(EXPECTED);
    expect(rows.map(({ label }) => label)).toEqual(['=1+1', '-1', 'Zoë "Z", 1/2']);
    expect(rows[0]?.first_seen_at).toBe('2026-02-04 00:00:00');
  }, 60_000);
});

it.runIf(!isInstalled)(
  'says that LibreOffice is not installed: its opening of the files was not tried',
  () => {
    console.warn('soffice is not installed: what LibreOffice makes of the files was not tried');
    expect(isInstalled).toBe(false);
  },
);
