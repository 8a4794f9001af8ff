import { type Reader, sentenceOf } from '@roamwatch/core';
import { stringify } from 'csv-stringify/sync';
import type { ListAlerts } from '../channel.js';
import type { AlertItem, AlertsMessage } from '../message.js';
import { remainingPercent } from '../wording/figures.js';
import { isoInstant } from '../wording/iso.js';
import { readerOf } from '../wording/reader.js';

const COLUMNS = [
  'severity',
  'change',
  'rule',
  'label',
  'iccid',
  'esim_id',
  'cost_centre',
  'project',
  'status',
  'remaining_bytes',
  'allowance_bytes',
  'remaining_percent',
  'expires_at',
  'reason',
  'open_since',
] as const;

const CSV = { columns: [...COLUMNS], record_delimiter: 'windows' } as const;

/**
 * Every item of a digest as CSV for a spreadsheet: RFC 4180, CRLF, byte-order mark, ICCIDs kept as text. Instants
 * are ISO 8601 in UTC; what is unknown is empty, never 0.
 */
export async function* digestCsv({ entries }: AlertsMessage): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(stringify([], { ...CSV, header: true, bom: true }));
  yield* entries.chunks();
}

/** The row of an alert in it; null: the traveller gets no such file. */
export const digestRow: ListAlerts = ({ audience, ...message }) => {
  if (audience === 'traveller') return null;
  const reader = readerOf(message);
  return (item) => stringify([rowOf(item, reader)], CSV);
};

function rowOf(item: AlertItem, reader: Reader): Record<(typeof COLUMNS)[number], string | number | null> {
  const { esim } = item;
  const percent = esim && remainingPercent(esim);
  return {
    severity: item.severity,
    change: item.change,
    rule: textCell(item.rule),
    label: textCell(esim?.label),
    iccid: textCell(esim?.iccid),
    esim_id: textCell(esim?.esimId),
    cost_centre: textCell(esim?.costCentre),
    project: textCell(esim?.project),
    status: textCell(esim?.status),
    remaining_bytes: esim?.remainingBytes ?? null,
    allowance_bytes: esim?.allowanceBytes ?? null,
    remaining_percent: percent === null ? null : percent.toFixed(1),
    expires_at: esim?.expiresAt == null ? '' : isoInstant(esim.expiresAt),
    reason: textCell(sentenceOf(item.reason, reader)),
    open_since: isoInstant(item.openedAt),
  };
}

/** Digits with what numbers, dates and times are written with: spreadsheets turn such text into a figure. */
const TAKEN_FOR_A_FIGURE = /^\d[\d.,:/eE -]{0,200}$/;

/**
 * Text that stays what it is, as in the `excel` profile of reports: a formula that yields it where a spreadsheet would
 * make a figure of it (ICCIDs would lose their last digits), and a leading `'` where it would run it.
 */
function textCell(text: string | null | undefined): string {
  if (!text) return '';
  if (TAKEN_FOR_A_FIGURE.test(text)) return `="${text}"`;
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
