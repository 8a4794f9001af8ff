import type { Writable } from 'node:stream';
import type { ProfileName, ReportKind } from '@roamwatch/core';
import { type AllocationMethod, allocationTable } from '../kinds/allocation.js';
import { costTable } from '../kinds/cost.js';
import { schemaVersionOf } from '../kinds/head.js';
import { purchasesTable } from '../kinds/purchases.js';
import { reconciliationTable } from '../kinds/reconciliation.js';
import { summaryTable } from '../kinds/summary.js';
import { usageTable } from '../kinds/usage.js';
import { fileNamePart, type Period } from '../period/period.js';
import { dialectOf, encoderOf, extensionOf } from '../profiles/profile.js';
import type { ReportSource } from '../source.js';
import type { Discrepancy, Table, Totals } from '../table/table.js';
import { csvwMetadata } from './csvw.js';

/** Which report is written, of what and how. */
export interface ReportOptions {
  readonly source: ReportSource;
  readonly kind: ReportKind;
  readonly period: Period;
  readonly profile: ProfileName;
  /** IANA name: the zone of the days of costs. */
  readonly timeZone: string;
  /** For the kind `allocation` of months closed with it; by bytes when absent. */
  readonly allocation?: AllocationMethod;
}

/** A report that was written. */
export interface WrittenReport {
  readonly name: string;
  readonly kind: ReportKind;
  readonly profile: ProfileName;
  /** Without the header. */
  readonly rows: number;
  readonly totals: Totals;
  readonly discrepancies: readonly Discrepancy[];
  /** The content of the `*.csv-metadata.json` beside it (CSVW); null when it is no CSV. */
  readonly metadata: string | null;
}

/** Takes bytes; resolves when it is ready for more. */
export type Sink = (chunk: Uint8Array) => Promise<void>;

/** The reader of the output left before its end, as `head` does. Nothing is wrong with the report. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

const READER_GONE_CODES: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/**
 * Writes one report to a stream, which is left open, at the pace the stream takes it.
 * @throws ReaderGone when the reader closes its end; otherwise whatever the stream or the source fails with
 */
export async function writeReport(options: ReportOptions, output: Writable): Promise<WrittenReport> {
  // The stream reports a failure twice, by the callback and by an event that ends the process if nobody listens.
  output.on('error', toldByCallback);
  const file = await writeReportTo(options, (chunk) => written(output, chunk));
  output.off('error', toldByCallback);
  return file;
}

/** Writes one report, piece by piece, to whatever takes bytes. */
export async function writeReportTo(options: ReportOptions, sink: Sink): Promise<WrittenReport> {
  switch (options.kind) {
    case 'usage':
      return writeTable(usageTable(options.source, options.period), options, sink);
    case 'purchases':
      return writeTable(purchasesTable(options.source, options.period), options, sink);
    case 'summary':
      return writeTable(summaryTable(options.source, options.period), options, sink);
    case 'reconciliation':
      return writeTable(reconciliationTable(options.source, options.period), options, sink);
    case 'cost':
      return writeTable(costTable(options.source, options.period, options.timeZone), options, sink);
    case 'allocation':
      // Its former name. Months closed with it keep it, and a source without packages has no other.
      return schemaVersionOf(options.source, options.period) === 1 || options.source.cost === undefined
        ? writeTable(allocationTable(options.source, options.period, options.allocation), options, sink)
        : writeTable(costTable(options.source, options.period, options.timeZone), options, sink);
  }
}

/** `usage-2026-02.csv`, `summary-2026-02-10_2026-02-17.jsonl`. */
export function reportFileName({
  kind,
  period,
  profile,
}: Pick<ReportOptions, 'kind' | 'period' | 'profile'>): string {
  return `${kind}-${fileNamePart(period)}.${extensionOf(profile)}`;
}

async function writeTable<Row>(
  table: Table<Row>,
  options: ReportOptions,
  sink: Sink,
): Promise<WrittenReport> {
  const encode = encoderOf(options.profile, schemaVersionOf(options.source, options.period));
  let rows = 0;
  const slices = seen(table.slices, (slice) => {
    rows += slice.length;
  });
  for await (const piece of encode({ ...table, slices })) {
    await sink(typeof piece === 'string' ? Buffer.from(piece) : piece);
  }
  const name = reportFileName(options);
  const dialect = dialectOf(options.profile);
  return {
    name,
    kind: options.kind,
    profile: options.profile,
    rows,
    metadata: dialect === null ? null : csvwMetadata(name, table.columns, dialect),
    ...table.tally(),
  };
}

async function* seen<T>(items: AsyncIterable<T>, see: (item: T) => void): AsyncGenerator<T> {
  for await (const item of items) {
    see(item);
    yield item;
  }
}

function written(output: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error | null) => reject(readerIsGone(error) ? readerGone(error) : error);
    // A stream that is destroyed may never call back for the write it was busy with.
    const closed = () => fail(output.errored);
    output.once('close', closed);
    output.write(chunk, (error) => {
      output.off('close', closed);
      if (error == null) resolve();
      else fail(error);
    });
  });
}

function readerGone(cause: Error | null): ReaderGone {
  return new ReaderGone('the reader closed its end', { cause });
}

function readerIsGone(error: Error | null): boolean {
  return error === null || ('code' in error && READER_GONE_CODES.has(error.code));
}

function toldByCallback(): void {}
