import type { CalendarDate, DayFigure, UsageDetails, UsageDetailsRead } from '@roamwatch/core';
import { fingerprintOf } from '../text/fingerprint.js';
import { dailyRowsIn, earlierRows, withLastRows } from './daily-rows.js';

/** Daily rows of an earlier answer, which need not be read again. */
export interface KnownDays {
  /** The `daysDigest` of that answer. */
  readonly digest: string;
  /** All days from this date on are wanted nevertheless. */
  readonly from: CalendarDate;
  /** So many rows usually have them, with one of a day before; two at least. */
  readonly rows: number;
}

/** An answer to "usage details" as JSON, in which known daily rows may be left out. */
export interface ParsedUsage {
  readonly envelope: unknown;
  /** The whole of it. */
  readonly text: string;
  /** Of the daily rows before the last one; null where it cannot be seen without parsing where they begin and end. */
  readonly digest: string | null;
  /** What was asked for; null: nothing is left out. */
  readonly cutFor: KnownDays | null;
}

/** Parsing is most of reading an answer, and of its rows only the last one is usually new. */
export function parseUsageDetails(text: string, known: KnownDays | null): ParsedUsage {
  const rows = dailyRowsIn(text);
  if (rows === null) return { envelope: JSON.parse(text), text, digest: null, cutFor: null };
  const digest = fingerprintOf(earlierRows(text, rows));
  const cut = known?.digest === digest ? parsed(withLastRows(text, rows, known.rows)) : undefined;
  if (cut === undefined) return { envelope: JSON.parse(text), text, digest, cutFor: null };
  return { envelope: cut, text, digest, cutFor: known };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // The whole is as unreadable, and its error tells where.
    return undefined;
  }
}

/**
 * Reads what was parsed; the whole where the rows that are left could be read in another way without those before them.
 *
 * @param decode throws for what cannot be an answer.
 */
export function readUsageDetails(
  { envelope, text, digest, cutFor }: ParsedUsage,
  decode: (envelope: unknown) => UsageDetails,
): UsageDetailsRead {
  const details = decode(envelope);
  if (cutFor === null) return readWhole(details, digest);
  const whole = () => decode(JSON.parse(text));
  const days = wholeDays(details, cutFor);
  return days === null
    ? readWhole(whole(), digest)
    : { details: withDays(details, days), daysDigest: digest, whole };
}

function readWhole(details: UsageDetails, digest: string | null): UsageDetailsRead {
  const isUnderstood = details.rejected.length === 0 && ascend(details.days);
  return { details, daysDigest: isUnderstood ? digest : null, whole: () => details };
}

/**
 * The days without the first one, some of whose rows may be among those left out. Null when more rows are needed, or when
 * those left out would show something that these do not: that rows name places.
 */
function wholeDays({ days, rejected }: UsageDetails, { from }: KnownDays): readonly DayFigure[] | null {
  if (rejected.length > 0 || !ascend(days)) return null;
  const [first] = days;
  const begin = days.findIndex(({ date }) => date !== first?.date);
  const second = days[begin];
  if (second === undefined || second.date > from) return null;
  const rest = days.slice(begin);
  return rest.some(({ location }) => location !== '') ? rest : null;
}

/** By date, and the last day is that of the last row alone. */
function ascend(days: readonly DayFigure[]): boolean {
  let previous = '';
  for (const { date } of days) {
    if (date < previous) return false;
    previous = date;
  }
  return days.at(-2)?.date !== previous;
}

/** Written out: on the hot path `{ ...details, days }` costs a microsecond. */
function withDays(
  { iccid, esimId, status, startedAt, endsAt, allowed, remaining, rejected }: UsageDetails,
  days: readonly DayFigure[],
): UsageDetails {
  return { iccid, esimId, status, startedAt, endsAt, allowed, remaining, days, rejected };
}
