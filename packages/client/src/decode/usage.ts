import { canonicalIccid, type DayFigure, type UsageDetails } from '@roamwatch/core';
import { MOST_ENTRIES } from '../bounds/bounds.js';
import type { Operation } from '../errors.js';
import { aloneContext, type DecodeContext, Decoding } from './decoding.js';
import { decodeEntries, fieldsOf } from './entries.js';
import { unreadable } from './envelope.js';
import type { Fields } from './fields.js';
import { readDate, readNumber } from './scalar.js';
import { declares, saysUnlimited } from './unlimited.js';

/** The answer to "usage": the current allowance, without days. */
export type Usage = Omit<UsageDetails, 'days'>;

/** Throws `unreadable` unless `data` is about the eSIM requested. */
export function decodeUsage(
  operation: Operation,
  data: unknown,
  requestedIccid: string,
  context: DecodeContext = aloneContext(),
): Usage {
  return readUsage(operation, fieldsOf(operation, data, new Decoding(context)), requestedIccid);
}

/** Throws `unreadable` unless `data` is about the eSIM requested. Rows that cannot be read are rejected. */
export function decodeUsageDetails(
  data: unknown,
  requestedIccid: string,
  context: DecodeContext = aloneContext(),
): UsageDetails {
  const fields = fieldsOf('usage-details', data, new Decoding(context));
  const usage = readUsage('usage-details', fields, requestedIccid);
  const { iccid, esimId, status, startedAt, endsAt, allowed, remaining, rejected } = usage;
  // Written out: on the hot path `{ ...usage, days }` costs a microsecond.
  return { iccid, esimId, status, startedAt, endsAt, allowed, remaining, days: readDays(fields), rejected };
}

/** Each figure is read separately: one that is missing or unreadable is null, and affects no other. */
function readUsage(operation: Operation, fields: Fields, requestedIccid: string): Usage {
  const requested = canonicalIccid(requestedIccid) ?? requestedIccid;
  requireSameCard(operation, fields, requested);
  const startedAt = fields.instant('startedAt');
  const expiredAt = fields.instant('expiredAt');
  const unlimited = declares(fields) || saysUnlimited(figureThatDecides(fields));
  return {
    iccid: requested,
    esimId: fields.id('id'),
    status: fields.text('status')?.toUpperCase() ?? null,
    startedAt,
    endsAt: expiredAt === startedAt ? null : expiredAt,
    allowed: unlimited ? UNLIMITED : readAllowed(fields),
    remaining: unlimited ? UNLIMITED : readAmount(fields, 'remainingData'),
    rejected: fields.decoding.rejected,
  };
}

/** With anything but a number (masked, "N/A"), or nothing, in the place of the ICCID, the answer is about what was requested. */
function requireSameCard(operation: Operation, fields: Fields, requested: string): void {
  const answered = fields.text('iccid');
  if (answered === null || answered === requested || canonicalIccid(answered) === requested) return;
  if (canonicalIccid(answered) !== null || /^\d+$/.test(answered)) {
    throw unreadable(operation, 'the answer is about another eSIM');
  }
  fields.rejectField('iccid', 'not an ICCID');
}

/** An unlimited remainder implies an unlimited allowance where the allowance is not given. */
function figureThatDecides({ wire: { allowedData, remainingData } }: Fields): unknown {
  return allowedData === undefined || allowedData === null ? remainingData : allowedData;
}

/** Unlimited is -1 of -1, in whatever form the provider sends it. */
const UNLIMITED = -1;

/** -1 and 0 have a meaning and stay; an allowance below has none. */
function readAllowed(fields: Fields): number | null {
  const figure = readAmount(fields, 'allowedData');
  if (figure === null || figure >= 0 || figure === UNLIMITED) return figure;
  fields.rejectField('allowedData', 'negative');
  return null;
}

/** Remaining data may be negative: more was used than allowed. */
function readAmount(fields: Fields, name: string): number | null {
  const value = fields.wire[name];
  if (value === undefined) fields.rejectMissing(name);
  else if (value === null) fields.rejectField(name, 'missing');
  return fields.number(name);
}

function readDays(fields: Fields): DayFigure[] {
  const rows = fields.wire.dataUsages;
  if (Array.isArray(rows) && rows.length <= MOST_ENTRIES) {
    return decodeEntries(rows, 'daily-row', readDay, fields.decoding);
  }
  if (rows === undefined) fields.rejectMissing('dataUsages');
  else fields.rejectField('dataUsages', Array.isArray(rows) ? 'too long' : 'not a list');
  return [];
}

function readDay(row: Fields): DayFigure | null {
  const date = readDate(row.wire.date);
  const used = readNumber(row.wire.usage);
  if (date !== undefined && used !== undefined && used >= 0) {
    return { date, location: row.place('location') ?? '', used };
  }
  row.reject(faultOfDay(date, used, row.wire.usage), 'date', 'usage', 'location');
  return null;
}

function faultOfDay(date: string | undefined, used: number | undefined, wireUsage: unknown): string {
  if (date === undefined) return 'date is unreadable';
  if (used !== undefined) return 'usage is negative';
  return wireUsage === undefined || wireUsage === null ? 'usage is missing' : 'usage is unreadable';
}
