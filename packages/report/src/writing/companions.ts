import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProfileName, REPORT_KINDS, type ReportKind } from '@roamwatch/core';
import type { Period } from '../period/period.js';
import { isProfileName } from '../profiles/profile.js';
import { manifestName } from './manifest.js';
import { reportFileName } from './report.js';

/** One file of a set. */
export interface PlannedReport {
  readonly kind: ReportKind;
  readonly profile: ProfileName;
}

/**
 * The files to write so that a folder stays one set that adds up: those requested, and again those that the period's manifest
 * lists and the folder still has. In the order of kinds, then of profiles.
 */
export async function wholeSet(
  directory: string,
  period: Period,
  asked: readonly PlannedReport[],
): Promise<readonly PlannedReport[]> {
  const set = new Map<string, PlannedReport>();
  for (const report of await stillThere(directory, period))
    set.set(reportFileName({ ...report, period }), report);
  for (const report of asked) set.set(reportFileName({ ...report, period }), report);
  const rank = ({ kind, profile }: PlannedReport) => `${REPORT_KINDS.indexOf(kind)} ${profile}`;
  return [...set.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

async function stillThere(directory: string, period: Period): Promise<readonly PlannedReport[]> {
  const there: PlannedReport[] = [];
  for (const report of await listed(directory, period)) {
    try {
      await access(join(directory, reportFileName({ ...report, period })));
      there.push(report);
    } catch {
      // Somebody took it away: it is not brought back.
    }
  }
  return there;
}

/** The files that the manifest lists; nothing when there is none, or it is none of ours. */
async function listed(directory: string, period: Period): Promise<readonly PlannedReport[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(directory, manifestName(period)), 'utf8'));
    const { files } = manifest as {
      readonly files: readonly Partial<Record<keyof PlannedReport, unknown>>[];
    };
    return files.flatMap(({ kind, profile }) => {
      const known = REPORT_KINDS.find((one) => one === kind);
      return known !== undefined && typeof profile === 'string' && isProfileName(profile)
        ? [{ kind: known, profile }]
        : [];
    });
  } catch {
    return [];
  }
}
