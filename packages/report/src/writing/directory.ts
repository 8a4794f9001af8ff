import { join } from 'node:path';
import type { ReportKind } from '@roamwatch/core';
import { wholeSet } from './companions.js';
import { csvwName } from './csvw.js';
import { makeFolder } from './folder.js';
import {
  type Manifest,
  type ManifestOptions,
  manifestName,
  manifestOf,
  type ReportFile,
} from './manifest.js';
import { type ReportOptions, reportFileName, writeReportTo } from './report.js';
import { StagedFile, syncDirectory } from './staged-file.js';

/** Which reports are written together, and where. */
export interface ReportSetOptions extends ManifestOptions, Omit<ReportOptions, 'kind'> {
  readonly kinds: readonly ReportKind[];
  /** Made when it does not exist. */
  readonly directory: string;
}

/** The files that were written, complete and on the disk. */
export interface WrittenReports {
  readonly manifest: Manifest;
  /** Of the reports, absolute or relative as `directory` was given; the manifest is the last. */
  readonly paths: readonly string[];
}

/**
 * Writes reports, beside each CSV file its metadata, and their manifest to a directory. Files of the same period that its manifest lists already are
 * written again with them, so that the folder stays one set that adds up. All are complete on the disk before the first takes its
 * name, and the manifest takes its own last. When anything fails nothing half-written has a name.
 * @throws the error of the disk or of the source, after taking away what was begun
 */
export async function writeReports(options: ReportSetOptions): Promise<WrittenReports> {
  const { directory, period } = options;
  await makeFolder(directory);
  const staged: StagedFile[] = [];
  const stage = async (name: string) => {
    const file = await StagedFile.create(directory, name);
    staged.push(file);
    return file;
  };
  const stageText = async (name: string, text: string) => {
    const file = await stage(name);
    await file.write(Buffer.from(text));
    await file.seal();
  };
  try {
    const files: ReportFile[] = [];
    const asked = options.kinds.map((kind) => ({ kind, profile: options.profile }));
    for (const planned of await wholeSet(directory, period, asked)) {
      const report = { ...options, ...planned };
      const file = await stage(reportFileName(report));
      const written = await writeReportTo(report, (chunk) => file.write(chunk));
      await file.seal();
      files.push({ ...written, bytes: file.bytes, sha256: file.sha256() });
      if (written.metadata !== null) await stageText(csvwName(written.name), written.metadata);
    }
    const manifest = await manifestOf(options, files);
    await stageText(manifestName(period), `${JSON.stringify(manifest, null, 2)}\n`);
    for (const file of staged) await file.publish();
    await syncDirectory(directory);
    const names = [...files.map(({ name }) => name), manifestName(period)];
    return { manifest, paths: names.map((name) => join(directory, name)) };
  } finally {
    for (const file of staged) await file.discard();
  }
}
