import { type Completeness, missingInWords, type ProfileName, type ReportKind } from '@roamwatch/core';
import { megabytes } from '../figures/bytes.js';
import { isoInstant } from '../figures/instant.js';
import { type PeriodStatus, periodStatus, SCHEMA_VERSION } from '../kinds/head.js';
import { fileNamePart, type Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import type { Discrepancy } from '../table/table.js';
import type { WrittenReport } from './report.js';

/** What a reader must know of the figures of a period: whether they are final, as of when they are, and what is missing. */
export interface StateOfFigures {
  readonly schemaVersion: number;
  readonly period: string;
  /** First date in the period, and the first no longer in it. */
  readonly from: string;
  readonly to: string;
  readonly periodStatus: PeriodStatus;
  /** ISO 8601 UTC; null while the period is open. */
  readonly closedAt: string | null;
  /** The last good poll the figures rest on, ISO 8601 UTC; null before the first. */
  readonly dataAsOf: string | null;
  /** IANA name. Usage dates are the provider's calendar dates; this is the zone schedules and closing follow. */
  readonly timeZone: string;
  /** The data known to be missing; absent of months closed before it was stored. */
  readonly completeness?: Completeness;
  readonly discrepancies: readonly Discrepancy[];
}

/** The manifest beside the files, for people and programs that load them. Contains nothing that a second run would change. */
export interface Manifest extends StateOfFigures {
  readonly files: readonly ManifestFile[];
}

/** A report that is on the disk. */
export interface ReportFile extends WrittenReport {
  readonly bytes: number;
  /** Hexadecimal, of all bytes. */
  readonly sha256: string;
}

/** A file of the manifest: `sha256` in hexadecimal, `rows` without the header. */
export interface ManifestFile {
  readonly name: string;
  readonly kind: ReportKind;
  readonly profile: ProfileName;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly totals: {
    /** A number as long as JavaScript represents it exactly, decimal text beyond 2^53. */
    readonly usedBytes?: number | string;
    readonly usedMb?: string;
    readonly purchases?: Readonly<Record<string, string>>;
    readonly cost?: Readonly<Record<string, string>>;
  };
}

export interface ManifestOptions {
  readonly source: ReportSource;
  readonly period: Period;
  /** IANA name; for a closed month, the one that applied at its closing instead. */
  readonly timeZone: string;
}

/** `manifest-2026-02.json` */
export function manifestName(period: Period): string {
  return `manifest-${fileNamePart(period)}.json`;
}

export async function manifestOf(options: ManifestOptions, files: readonly ReportFile[]): Promise<Manifest> {
  const { completeness, discrepancies, ...state } = await stateOfFigures(options, files);
  return {
    ...state,
    files: files.map(manifestFile),
    ...(completeness === undefined ? {} : { completeness }),
    discrepancies,
  };
}

/** The same without a file: of reports that were read as they were written, or of none. */
export async function stateOfFigures(
  options: ManifestOptions,
  reports: readonly WrittenReport[],
): Promise<StateOfFigures> {
  const { source, period } = options;
  const closing = source.closing?.(period) ?? null;
  const completeness = (await source.completeness?.(period)) ?? null;
  const dataAsOf = closing === null ? source.dataAsOf : closing.dataAsOf;
  return {
    schemaVersion: closing?.schemaVersion ?? SCHEMA_VERSION,
    period: period.name,
    from: period.from,
    to: period.to,
    periodStatus: periodStatus(source, period),
    closedAt: closing === null ? null : isoInstant(closing.closedAt),
    dataAsOf: dataAsOf === null ? null : isoInstant(dataAsOf),
    timeZone: closing?.timeZone ?? options.timeZone,
    ...(completeness === null ? {} : { completeness }),
    discrepancies: [
      ...coverage(period, dataAsOf),
      ...(completeness === null ? [] : missingInWords(completeness)),
      ...oncePerFault(reports.flatMap((report) => report.discrepancies)),
      ...disagreements(reports),
    ],
  };
}

/** A gap that several files share is reported for the first. */
function oncePerFault(discrepancies: readonly Discrepancy[]): Discrepancy[] {
  return discrepancies.filter(
    ({ what, count }, index) =>
      discrepancies.findIndex((one) => one.what === what && one.count === count) === index,
  );
}

function manifestFile({ name, kind, profile, rows, bytes, sha256, totals }: ReportFile): ManifestFile {
  const { usedBytes, purchases, cost } = totals;
  return {
    name,
    kind,
    profile,
    rows,
    bytes,
    sha256,
    totals: {
      ...(usedBytes === undefined ? {} : { usedBytes: jsonInteger(usedBytes), usedMb: megabytes(usedBytes) }),
      ...(purchases === undefined ? {} : { purchases }),
      ...(cost === undefined ? {} : { cost }),
    },
  };
}

function jsonInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function coverage(period: Period, dataAsOf: number | null): Discrepancy[] {
  if (dataAsOf === null) return [{ what: 'never polled: no poll has succeeded yet' }];
  if (dataAsOf * 1000 >= Date.parse(period.to)) return [];
  return [{ what: 'the period had not ended at the last good poll: its figures are not complete' }];
}

/** Every file must add up to the same as the first file with the same sum. */
function disagreements(files: readonly WrittenReport[]): Discrepancy[] {
  return [
    ...differing(files, 'the sum of used_bytes', ({ totals }) => totals.usedBytes?.toString()),
    ...differing(
      files,
      'the sum of purchases',
      ({ totals }) => totals.purchases && sumsText(totals.purchases),
    ),
  ];
}

/** `10 USD, 4.5 EUR`, however many zeros end them. */
function sumsText(purchases: Readonly<Record<string, string>>): string {
  return Object.entries(purchases)
    .map(([currency, sum]) => `${sum.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')} ${currency}`)
    .join(', ');
}

function differing(
  files: readonly WrittenReport[],
  what: string,
  sumOf: (file: WrittenReport) => string | undefined,
): Discrepancy[] {
  const sums = files.flatMap((file) => {
    const sum = sumOf(file);
    return sum === undefined ? [] : [{ file, sum }];
  });
  const first = sums[0];
  if (first === undefined) return [];
  return sums
    .filter(({ sum }) => sum !== first.sum)
    .map(({ file, sum }) => ({
      kind: file.kind,
      what: `${what} differs from that of ${first.file.name}`,
      expected: first.sum,
      found: sum,
    }));
}
