import { basename } from 'node:path';
import type { UnixSeconds } from '@roamwatch/core';
import type { ManifestFile, WrittenReports } from '@roamwatch/report';
import type { NewMessage } from '@roamwatch/store';
import { reportJobName } from '../schedule/overdue.js';
import type { ScheduledReport } from '../settings.js';

/** More than this many mail servers refuse. */
const LARGEST_MAIL = 10 * 1024 ** 2;

/** The messages that bring the files to everybody a report is emailed to. */
export function reportMails(
  report: ScheduledReport,
  written: WrittenReports,
  at: UnixSeconds,
): readonly NewMessage[] {
  const body = letter(report, written);
  return report.emailTo.map((recipient) => ({
    kind: 'report',
    receiver: reportJobName(report.name),
    recipient,
    createdAt: at,
    body,
  }));
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
