import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openReportSource } from '@roamwatch/monitor';
import {
  type Manifest,
  type ProfileName,
  parseMonth,
  type ReportKind,
  writeReports,
} from '@roamwatch/report';
import { openStore } from '@roamwatch/store';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A database and the manifests, with the SHA-256 of every file, that the first version of the report schema made. */
const FIXTURE = join(import.meta.dirname, 'closed-by-schema-1');
const KINDS: readonly ReportKind[] = ['usage', 'purchases', 'summary', 'reconciliation', 'allocation'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roamwatch-closed-before-'));
  writeFileSync(join(folder, 'roamwatch.db'), gunzipSync(readFileSync(join(FIXTURE, 'roamwatch.db.gz'))));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(month: string, profile: ProfileName): Promise<void> {
  const store = openStore({ file: join(folder, 'roamwatch.db') });
  const source = await openReportSource(store);
  const directory = join(folder, profile);
  await writeReports({
    source,
    kinds: KINDS,
    period: parseMonth(month),
    profile,
    timeZone: 'Asia/Tokyo',
    directory,
  });
  await source.close();
  await store.close();
}

test.each(['plain', 'excel', 'excel-de', 'jsonl', 'xlsx'] as const)(
  'months closed by an earlier version come out byte for byte the same, as %s',
  async (profile) => {
    for (const month of ['2026-01', '2026-02']) {
      await write(month, profile);
      const name = `manifest-${month}.json`;
      const expected = readFileSync(join(FIXTURE, profile, name), 'utf8');
      for (const file of (JSON.parse(expected) as Manifest).files) {
        const bytes = readFileSync(join(folder, profile, file.name));
        expect([file.name, createHash('sha256').update(bytes).digest('hex')]).toEqual([
          file.name,
          file.sha256,
        ]);
      }
      expect(readFileSync(join(folder, profile, name), 'utf8')).toBe(expected);
    }
  },
);
