import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Addressee, formatBytes, formatInstant, monthName, type UnixSeconds } from '@roamwatch/core';
import type { StoredAttachment } from '@roamwatch/notify';
import type { Manifest, ManifestFile, WrittenReports } from '@roamwatch/report';
import type { NewMessage } from '@roamwatch/store';
import { reportHookName, reportJobName } from '../schedule/overdue.js';
import type { ScheduledReport } from '../settings.js';

const compressed = promisify(gzip);

/** More than this many mail servers refuse, and many hooks. */
const LARGEST_MAIL = 10 * 1024 ** 2;

/**
 * The messages that carry the files to each recipient of a report, and to its webhook: exactly the bytes that were written, whatever becomes
 * of the files before they are sent.
 *
 * @throws Error when a file is another one than was written a moment ago
 */
export async function reportMessages(
  report: ScheduledReport,
  written: WrittenReports,
  at: UnixSeconds,
  zone: string,
): Promise<readonly NewMessage[]> {
  const addressees = addresseesOf(report);
  if (addressees.length === 0) return [];
  const body = await letter(report, written, zone);
  return addressees.map((addressee) => ({ kind: 'report', ...addressee, createdAt: at, body }));
}

function addresseesOf({ name, emailTo, hasWebhook }: ScheduledReport): readonly Addressee[] {
  const hook = reportHookName(name);
  return [
    ...emailTo.map((recipient) => ({ receiver: reportJobName(name), recipient })),
    ...(hasWebhook ? [{ receiver: hook, recipient: hook }] : []),
  ];
}

async function letter({ name, dir }: ScheduledReport, { manifest, paths }: WrittenReports, zone: string) {
  const size = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const fits = size <= LARGEST_MAIL;
  const isFinal = manifest.periodStatus === 'closed';
  const month = monthName(manifest.period);
  return {
    title: `${name}: ${month} eSIM usage report (${isFinal ? 'final' : 'preliminary'})`,
    text: [
      isFinal
        ? `${month} was closed on ${instant(manifest.closedAt, zone)}. These figures are final.`
        : `${month} is not closed yet. Figures can change until it is.`,
      `Data as of ${instant(manifest.dataAsOf, zone)}.`,
      ...manifest.files.map(inWords),
      ...manifest.discrepancies.map(
        ({ what, count }) => `Note: ${count === undefined ? what : `${count} ${what}`}.`,
      ),
      fits
        ? `Copies are stored in ${dir}.`
        : `The files exceed the ${formatBytes(LARGEST_MAIL)} attachment limit. Find them in ${dir}.`,
    ].join('\n'),
    attachments: fits ? await Promise.all(paths.map((path) => attachment(path, manifest))) : [],
  };
}

async function attachment(path: string, { files }: Manifest): Promise<StoredAttachment> {
  const fileName = basename(path);
  const bytes = await readFile(path);
  const expected = files.find(({ name }) => name === fileName)?.sha256;
  if (expected !== undefined && createHash('sha256').update(bytes).digest('hex') !== expected) {
    throw new Error(`${path} was changed by another program while it was being queued`);
  }
  return { fileName, gzip: (await compressed(bytes)).toString('base64') };
}

/** A manifest's instant, in the zone of the configuration. */
function instant(iso: string | null, zone: string): string {
  return iso === null ? 'an unknown date' : formatInstant(Date.parse(iso) / 1000, zone);
}

function inWords({ name, rows, totals }: ManifestFile): string {
  const sums = [
    ...(totals.usedMb === undefined ? [] : [`${totals.usedMb} MB`]),
    ...Object.entries(totals.purchases ?? totals.cost ?? {}).map(
      ([currency, amount]) => `${currency} ${amount}`,
    ),
  ];
  return [`${name}: ${rows} ${rows === 1 ? 'row' : 'rows'}`, ...sums].join(', ');
}
