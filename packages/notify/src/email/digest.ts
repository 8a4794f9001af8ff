import { stringify } from 'csv-stringify/sync';
import type { AlertItem } from '../message.js';
import { remainingPercent } from '../wording/figures.js';
import { isoInstant } from '../wording/iso.js';

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

/**
 * Every item of a digest as CSV for a spreadsheet: RFC 4180, CRLF, byte-order mark, ICCIDs kept as text. Instants
 * are ISO 8601 in UTC; what is unknown is empty, never 0.
 */
export function digestCsv(items: readonly AlertItem[]): string {
  return stringify(items.map(rowOf), {
    header: true,
    columns: [...COLUMNS],
    bom: true,
    record_delimiter: 'windows',
  });
}

function rowOf(item: AlertItem): Record<(typeof COLUMNS)[number], string | number | null> {
  const { esim } = item;
  const percent = esim && remainingPercent(esim);
  return {
    severity: item.severity,
    change: item.change,
    rule: guarded(item.rule),
    label: guarded(esim?.label),
    iccid: iccidCell(esim?.iccid),
    esim_id: guarded(esim?.esimId),
    cost_centre: guarded(esim?.costCentre),
    project: guarded(esim?.project),
    status: guarded(esim?.status),
    remaining_bytes: esim?.remainingBytes ?? null,
    allowance_bytes: esim?.allowanceBytes ?? null,
    remaining_percent: percent === null ? null : percent.toFixed(1),
    expires_at: esim?.expiresAt == null ? '' : isoInstant(esim.expiresAt),
    reason: guarded(item.reason),
    open_since: isoInstant(item.openedAt),
  };
}

/** Text that a spreadsheet would run as a formula gets a leading `'`. */
function guarded(text: string | null | undefined): string {
  if (!text) return '';
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** As a formula that yields text, or a spreadsheet rounds the 19 digits away. */
function iccidCell(iccid: string | null | undefined): string {
  return iccid && /^\d+$/.test(iccid) ? `="${iccid}"` : guarded(iccid);
}
