import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { ManifestFile, WrittenReports } from '@roamwatch/report';
import { reportJobName } from '../schedule/overdue.js';
import type { ScheduledReport } from '../settings.js';
import type { ReportContext } from './context.js';

/** More than this many mail servers refuse. */
const LARGEST_MAIL = 10 * 1024 ** 2;

/** Queues the files for everybody a report is emailed to. */
export function mailReports(ctx: ReportContext, report: ScheduledReport, written: WrittenReports): void {
  const body = letter(report, written);
  for (const recipient of report.emailTo) {
    ctx.store.outbox.createMessage({
      id: randomUUID(),
      kind: 'report',
      receiver: reportJobName(report.name),
      recipient,
      createdAt: ctx.now(),
      newsIds: [],
      body,
    });
  }
}

function letter({ name, dir }: ScheduledReport, { manifest, paths }: WrittenReports) {
  const size = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const fits = size <= LARGEST_MAIL;
  return {
    title: `${name}: ${manifest.period}, ${manifest.periodStatus}`,
    text: [
      manifest.periodStatus === 'closed'
        ? `${manifest.period} was closed on ${manifest.closedAt}: these figures stay as they are.`
        : `${manifest.period} is still open: figures may change until it is closed.`,
      `They are true as of ${manifest.dataAsOf}.`,
      ...manifest.files.map(inWords),
      ...manifest.discrepancies.map(
        ({ what, count }) => `To know: ${count === undefined ? what : `${count} ${what}`}.`,
      ),
      fits ? `The files also lie in ${dir}.` : `The files are too large for a mail; they lie in ${dir}.`,
    ].join('\n'),
    attachments: fits ? paths.map((path) => ({ fileName: basename(path), path })) : [],
  };
}

function inWords({ name, rows, totals }: ManifestFile): string {
  const sums = [
    ...(totals.usedMb === undefined ? [] : [`${totals.usedMb} MB`]),
    ...Object.entries(totals.purchases ?? {}).map(([currency, amount]) => `${currency} ${amount}`),
  ];
  return [`${name}: ${rows} rows`, ...sums].join(', ');
}
