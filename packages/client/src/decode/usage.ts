import type { DayFigure, Rejected, UsageDetails } from '@roamwatch/core';
import type { Operation } from '../errors.js';
import { decodeEntries, objectOf } from './entries.js';
import { unreadable } from './envelope.js';
import type { Fields } from './fields.js';
import { readDate, readNumber } from './scalar.js';

/** The answer to "usage": the running allowance, without days. */
export type Usage = Omit<UsageDetails, 'days'>;

/** Throws `unreadable` unless `data` speaks of the eSIM asked for. */
export function decodeUsage(operation: Operation, data: unknown, askedIccid: string): Usage {
  const rejected: Rejected[] = [];
  return readUsage(operation, objectOf(operation, data, rejected), askedIccid);
}

/** Throws `unreadable` unless `data` speaks of the eSIM asked for. Rows that cannot be read are set aside. */
export function decodeUsageDetails(data: unknown, askedIccid: string): UsageDetails {
  const rejected: Rejected[] = [];
  const fields = objectOf('usage-details', data, rejected);
  const usage = readUsage('usage-details', fields, askedIccid);
  const { iccid, esimId, status, startedAt, endsAt, allowed, remaining } = usage;
  // Written out: on the hot path `{ ...usage, days }` costs a microsecond.
  return { iccid, esimId, status, startedAt, endsAt, allowed, remaining, days: readDays(fields), rejected };
}

function readUsage(operation: Operation, fields: Fields, askedIccid: string): Usage {
  const iccid = fields.text('iccid') ?? askedIccid;
  if (iccid !== askedIccid) throw unreadable(operation, 'the answer is about another eSIM');
  const startedAt = fields.instant('startedAt');
  const expiredAt = fields.instant('expiredAt');
  return {
    iccid,
    esimId: fields.text('id'),
    status: fields.text('status')?.toUpperCase() ?? null,
    startedAt,
    endsAt: expiredAt === startedAt ? null : expiredAt,
    allowed: readAmount(fields, 'allowedData'),
    remaining: readAmount(fields, 'remainingData'),
    rejected: fields.rejected,
  };
}

/** -1 and 0 have a meaning and stay; anything below has none. */
function readAmount(fields: Fields, name: string): number | null {
  const value = fields.wire[name];
  if (value === undefined) fields.rejectMissing(name);
  else if (value === null) fields.rejectField(name, 'missing');
  const figure = fields.number(name);
  if (figure === null || figure >= 0 || figure === -1) return figure;
  fields.rejectField(name, 'negative');
  return null;
}

function readDays(fields: Fields): DayFigure[] {
  const rows = fields.wire.dataUsages;
  if (Array.isArray(rows)) return decodeEntries(rows, 'daily-row', readDay, fields.rejected);
  if (rows === undefined) fields.rejectMissing('dataUsages');
  else fields.rejectField('dataUsages', 'not a list');
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
