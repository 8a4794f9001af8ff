import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UsageRow } from '@roamwatch/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseRange } from '../src/period/period.js';
import type { ReportSource } from '../src/source.js';
import { type ReportSetOptions, writeReports } from '../src/writing/directory.js';
import { ReaderGone, writeReport } from '../src/writing/report.js';
import { StagedFile } from '../src/writing/staged-file.js';
import { FEBRUARY, memorySource, paged, purchaseRow, usageRow } from './memory-source.js';
import { FEBRUARY_PERIOD } from './written.js';

const USAGE = { kind: 'usage', profile: 'plain', period: FEBRUARY_PERIOD, timeZone: 'UTC' } as const;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roamwatch-report-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function set(change: Partial<ReportSetOptions> = {}): ReportSetOptions {
  return {
    source: memorySource({ usage: [usageRow()], purchases: [purchaseRow()] }),
    kinds: ['usage', 'purchases', 'summary'],
    period: FEBRUARY_PERIOD,
    profile: 'plain',
    timeZone: 'Europe/London',
    directory,
    ...change,
  };
}

/** A source whose rows never end, and that knows how many were taken and whether it was left properly. */
function endlessSource() {
  const state = { taken: 0, left: false };
  const source: ReportSource = {
    ...memorySource({}),
    async *usage(): AsyncGenerator<UsageRow[]> {
      try {
        for (;;) {
          state.taken += 1;
          yield [usageRow()];
          await new Promise(setImmediate);
        }
      } finally {
        state.left = true;
      }
    },
  };
  return { source, state };
}

describe('writing to a stream', () => {
  it('waits for a slow reader instead of filling the memory', async () => {
    const { source, state } = endlessSource();
    const pipe = new PassThrough({ highWaterMark: 1024 });
    const writing = writeReport({ ...USAGE, source }, pipe);
    writing.catch(() => {});
    await sleep(50);
    expect(state.taken).toBeLessThan(5_000);
    pipe.destroy();
    await expect(writing).rejects.toThrow(ReaderGone);
  });

  it('ends when the reader goes away, and lets go of the source', async () => {
    const { source, state } = endlessSource();
    const head = spawn('head', ['-c', '1000'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await expect(writeReport({ ...USAGE, source }, head.stdin)).rejects.toThrow(ReaderGone);
    expect(state.left).toBe(true);
  });

  it.skipIf(!existsSync('/dev/full'))('passes on the error of the disk', async () => {
    const handle = await open('/dev/full', 'w');
    await expect(
      writeReport({ ...USAGE, source: memorySource({ usage: [usageRow()] }) }, handle.createWriteStream()),
    ).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('leaves the stream open for its caller', async () => {
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    await writeReport({ ...USAGE, source: memorySource({}) }, output);
    expect(output.writable).toBe(true);
    expect(output.listenerCount('error')).toBe(0);
  });

  it('gives way to other work while it runs', async () => {
    const { source, state } = endlessSource();
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    const writing = writeReport({ ...USAGE, source }, output);
    writing.catch(() => {});
    await sleep(5);
    expect(state.taken).toBeGreaterThan(0);
    output.destroy();
    await expect(writing).rejects.toThrow(ReaderGone);
  });
});

describe('writing to a directory', () => {
  it('keeps the folder one set: files that its manifest lists are written again with those requested', async () => {
    await writeReports(set({ kinds: ['summary', 'usage'] }));
    await writeReports(set({ kinds: ['purchases'], profile: 'jsonl' }));
    await rm(join(directory, 'summary-2026-02.csv'));
    const source = memorySource({ usage: [usageRow({ usedBytes: 5 })], purchases: [purchaseRow()] });
    const { paths, manifest } = await writeReports(set({ source, kinds: ['purchases'], profile: 'excel' }));
    expect(manifest.files.map(({ name, profile }) => [name, profile])).toEqual([
      ['usage-2026-02.csv', 'plain'],
      ['purchases-2026-02.csv', 'excel'],
      ['purchases-2026-02.jsonl', 'jsonl'],
    ]);
    expect(paths).toHaveLength(4);
    expect(manifest.files[0]?.totals.usedBytes).toBe(5);
    for (const { name, sha256 } of manifest.files) {
      const bytes = await readFile(join(directory, name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });

  it.each([
    '',
    'null',
    '{"files":3}',
    '{"files":[null]}',
    '{"files":[{"kind":"../../x","profile":"plain"}]}',
  ])('takes no harm from a manifest that says %j', async (text) => {
    await writeFile(join(directory, 'manifest-2026-02.json'), text);
    const { manifest } = await writeReports(set({ kinds: ['usage'] }));
    expect(manifest.files.map(({ name }) => name)).toEqual(['usage-2026-02.csv']);
  });

  it('leaves the files and a true manifest of them', async () => {
    const { paths } = await writeReports(set({ directory: join(directory, 'made', 'here') }));
    const manifest = JSON.parse(await readFile(paths.at(-1) ?? '', 'utf8'));
    expect(manifest).toMatchObject({
      schemaVersion: 2,
      period: '2026-02',
      from: '2026-02-01',
      to: '2026-03-01',
      periodStatus: 'open',
      closedAt: null,
      dataAsOf: '2026-03-13T00:00:00Z',
      timeZone: 'Europe/London',
      discrepancies: [],
    });
    expect(manifest.files.map((file: { name: string }) => file.name)).toEqual([
      'usage-2026-02.csv',
      'purchases-2026-02.csv',
      'summary-2026-02.csv',
    ]);
    expect(manifest.files[0].totals).toEqual({ usedBytes: 10_240_000, usedMb: '9.766' });
    expect(manifest.files[2].totals).toEqual({
      usedBytes: 10_240_000,
      usedMb: '9.766',
      purchases: { USD: '4.50' },
    });
    for (const { name, sha256, bytes } of manifest.files) {
      const content = await readFile(join(directory, 'made', 'here', name));
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect(content.length).toBe(bytes);
    }
  });

  it('writes the same bytes a second time, manifest included, and nothing besides', async () => {
    await writeReports(set());
    const before = await contents();
    await writeReports(set());
    expect(await contents()).toEqual(before);
    expect(Object.keys(before)).toHaveLength(7);
  });

  it('names a range by its dates', async () => {
    const period = parseRange('2026-02-10', '2026-02-17');
    await writeReports(set({ period, kinds: ['usage'] }));
    expect(await readdir(directory)).toEqual([
      'manifest-2026-02-10_2026-02-17.json',
      'usage-2026-02-10_2026-02-17.csv',
      'usage-2026-02-10_2026-02-17.csv-metadata.json',
    ]);
  });

  it('reports once a gap of several files, and finds that an allocation adds up to its purchases', async () => {
    const purchases = [purchaseRow({ price: '10' }), purchaseRow({ price: null })];
    const source = memorySource({ usage: [usageRow()], purchases });
    const { manifest } = await writeReports(set({ source, kinds: ['purchases', 'summary', 'allocation'] }));
    expect(manifest.discrepancies).toEqual([
      { kind: 'purchases', what: 'purchases without a readable price, in no sum', count: 1 },
    ]);
  });

  it('reports files that do not add up to each other', async () => {
    const rows: UsageRow[] = [];
    const source: ReportSource = {
      ...memorySource({}),
      // A poll between two files: what is read second has grown.
      usage: () => {
        rows.push(usageRow({ usedBytes: 1_000 }));
        return paged([...rows]);
      },
    };
    const { manifest } = await writeReports(set({ source, kinds: ['usage', 'summary'] }));
    expect(manifest.discrepancies).toContainEqual({
      kind: 'summary',
      what: 'the sum of used_bytes differs from that of usage-2026-02.csv',
      expected: '1000',
      found: '2000',
    });
  });

  it('reports the gaps of a period, in figures and in words', async () => {
    const completeness = {
      esims_expected: 200,
      esims_read: 90,
      esims_failed: 100,
      without_history: 3,
      without_cost_centre: 20,
      rows_rejected: 0,
      purchases_without_currency: 1,
    };
    const source = { ...memorySource({ usage: [usageRow()] }), completeness: async () => completeness };
    const { manifest } = await writeReports(set({ source, kinds: ['usage'] }));
    expect(manifest.completeness).toEqual(completeness);
    expect(manifest.discrepancies.map(({ count, what }) => `${count} ${what}`)).toEqual([
      '100 of 200 eSIMs could not be read',
      '10 of 200 eSIMs have not been read in this period or since',
      '3 eSIMs whose purchases have never been read',
      '1 purchases without a currency',
      '20 eSIMs without a cost centre',
    ]);
  });

  it('reports when the period had not ended at the last poll, or nothing was ever polled', async () => {
    const early = { ...memorySource({}), dataAsOf: FEBRUARY };
    const never = { ...memorySource({}), dataAsOf: null };
    expect((await writeReports(set({ source: early }))).manifest.discrepancies[0]?.what).toContain(
      'had not ended',
    );
    expect((await writeReports(set({ source: never }))).manifest.discrepancies[0]?.what).toContain(
      'no poll has succeeded yet',
    );
  });

  it('of a closed month contains the instant, zone and state of the closing', async () => {
    const closing = {
      month: '2026-02',
      closedAt: FEBRUARY + 31 * 86_400,
      dataAsOf: FEBRUARY,
      timeZone: 'Asia/Tokyo',
      schemaVersion: 2,
      completeness: null,
    };
    const { manifest, paths } = await writeReports(
      set({ source: memorySource({ usage: [usageRow()], closing }) }),
    );
    expect(manifest).toMatchObject({
      periodStatus: 'closed',
      closedAt: '2026-03-04T00:00:00Z',
      dataAsOf: '2026-02-01T00:00:00Z',
      timeZone: 'Asia/Tokyo',
    });
    expect(await readFile(paths[0] ?? '', 'utf8')).toContain('\r\n1,2026-02,closed,,');
  });

  it('leaves the former files as they were when the source fails half-way', async () => {
    await writeReports(set());
    const before = await contents();
    const source: ReportSource = {
      ...memorySource({ usage: [usageRow({ usedBytes: 1 })] }),
      async *purchases() {
        yield [purchaseRow()];
        throw new Error('the database went away');
      },
    };
    await expect(writeReports(set({ source }))).rejects.toThrow('the database went away');
    expect(await contents()).toEqual(before);
  });

  it('removes its unfinished files when a name cannot be taken', async () => {
    await mkdir(join(directory, 'purchases-2026-02.csv'));
    await expect(writeReports(set())).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(directory)).toEqual([
      'purchases-2026-02.csv',
      'usage-2026-02.csv',
      'usage-2026-02.csv-metadata.json',
    ]);
  });

  it.runIf(process.platform === 'linux')('reports where no folder can be made', async () => {
    await expect(writeReports(set({ directory: '/proc/reports/finance' }))).rejects.toThrow('ENOENT');
  });

  it('reports when the directory is a file', async () => {
    const file = join(directory, 'reports');
    await writeFile(file, '');
    await expect(writeReports(set({ directory: file }))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('follows no link planted under the name of a file or of its companions', async () => {
    const theirs = join(directory, 'theirs');
    await writeFile(theirs, 'not ours');
    const folder = join(directory, 'reports');
    const { paths } = await writeReports(set({ directory: folder }));
    const names = await readdir(folder);
    for (const name of names) {
      await rm(join(folder, name));
      await symlink(theirs, join(folder, name));
      await symlink(theirs, join(folder, `.${name}.${process.pid}.part`));
    }
    await writeReports(set({ directory: folder }));
    expect(await readFile(theirs, 'utf8')).toBe('not ours');
    expect((await readdir(folder)).sort()).toEqual(names.sort());
    for (const name of names)
      expect([name, (await lstat(join(folder, name))).isFile()]).toEqual([name, true]);
    expect(await readFile(paths[0] ?? '', 'utf8')).toContain('b06036c5-eadc-4f88-aa31-8c207fec91ec');
  });

  it.each([0o000, 0o022, 0o077])(
    'lets nobody but the owner and the group read, with umask %o',
    async (umask) => {
      const before = process.umask(umask);
      try {
        await writeReports(set());
      } finally {
        process.umask(before);
      }
      for (const name of await readdir(directory)) {
        const { mode } = await lstat(join(directory, name));
        expect([name, mode & 0o777]).toEqual([name, 0o640 & ~umask]);
      }
    },
  );

  it('has no file of that name after a crash before the rename, and the next run succeeds', async () => {
    const crashed = await StagedFile.create(directory, 'usage-2026-02.csv');
    await crashed.write(Buffer.from('half a fi'));
    expect((await readdir(directory)).filter((name) => !name.startsWith('.'))).toEqual([]);
    await writeReports(set({ kinds: ['usage'] }));
    expect(await readdir(directory)).toEqual([
      'manifest-2026-02.json',
      'usage-2026-02.csv',
      'usage-2026-02.csv-metadata.json',
    ]);
    expect(await readFile(join(directory, 'usage-2026-02.csv'), 'utf8')).not.toContain('half');
    await crashed.discard();
  });
});

async function contents(): Promise<Record<string, string>> {
  const names = (await readdir(directory)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}
