import { DAY, MINUTE, type UnixSeconds, zoned } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultOfSchedule } from './expression.js';
import { nextOccurrence } from './occurrence.js';

const instant = (text: string): UnixSeconds => Date.parse(text) / 1000;

function next(schedule: string, zone: string, after: string): string | null {
  const at = nextOccurrence(schedule, zone, instant(after));
  return at === null ? null : new Date(at * 1000).toISOString().slice(0, 16);
}

function between(schedule: string, zone: string, from: UnixSeconds, to: UnixSeconds): UnixSeconds[] {
  const found: UnixSeconds[] = [];
  for (let at = nextOccurrence(schedule, zone, from); at !== null && at <= to; ) {
    found.push(at);
    at = nextOccurrence(schedule, zone, at);
  }
  return found;
}

test.each([
  ['0 6 4 * *', 'Europe/London', '2026-04-04T04:59:59Z', '2026-04-04T05:00'],
  ['0 6 4 * *', 'Europe/London', '2026-04-04T05:00:00Z', '2026-05-04T05:00'],
  ['0 6 4 1 *', 'Asia/Kolkata', '2026-04-04T00:00:00Z', '2027-01-04T00:30'],
  ['5 6 * * 1', 'Asia/Kathmandu', '2026-03-01T00:00:00Z', '2026-03-02T00:20'],
  ['*/30 * * * *', 'UTC', '2026-03-01T00:00:30Z', '2026-03-01T00:30'],
  ['*/10 * * * * *', 'UTC', '2026-03-01T00:00:30Z', '2026-03-01T00:00'],
  ['0 0 29 2 *', 'UTC', '2026-03-01T00:00:00Z', '2028-02-29T00:00'],
  // The dialect is node-cron's: a day and a weekday mean both, ranges wrap, names may be written out.
  ['0 6 1-7 * 1', 'UTC', '2026-03-02T07:00:00Z', '2026-04-06T06:00'],
  ['0 22-2 * * *', 'UTC', '2026-03-02T02:00:00Z', '2026-03-02T22:00'],
  ['0 6 * january friday-monday', 'UTC', '2026-03-02T02:00:00Z', '2027-01-01T06:00'],
  ['@daily', 'UTC', '2026-03-02T02:00:00Z', '2026-03-03T00:00'],
  ['0 6 L * *', 'UTC', '2026-02-02T02:00:00Z', '2026-02-28T06:00'],
  // In the gap of spring.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00'],
  ['*/30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00'],
  ['0 2,14 * * *', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-08T07:00'],
  ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-03T15:30'],
  ['0 0 * * *', 'Asia/Beirut', '2026-03-28T12:00:00Z', '2026-03-28T22:00'],
  // In a gap that ends at midnight, on the next date.
  ['0 23 * * *', 'America/Nuuk', '2026-03-28T12:00:00Z', '2026-03-29T01:00'],
  ['30 23 28 3 *', 'America/Nuuk', '2026-01-01T12:00:00Z', '2026-03-29T01:00'],
  ['*/15 23 * * *', 'America/Nuuk', '2026-03-28T12:00:00Z', '2026-03-29T01:00'],
  ['0 0,23 * * *', 'America/Nuuk', '2026-03-29T01:00:00Z', '2026-03-30T00:00'],
  ['5-59/10 * * * *', 'America/Nuuk', '2026-03-29T00:56:00Z', '2026-03-29T01:05'],
])('%s in %s after %s comes at %s', (schedule, zone, after, expected) => {
  expect(next(schedule, zone, after)).toBe(expected);
});

test.each([
  ['0 6 4 * *', null],
  ['0 22-2 * january monday', null],
  ['0 0 31 2 *', 'dayOfMonth "31" cannot be read'],
  ['* 24 * * *', 'hour "24" cannot be read'],
  ['*/90 * * * *', 'steps cannot be greater than maximum value of part (60)'],
])('%s has the fault: %s', (schedule, fault) => {
  expect(faultOfSchedule(schedule)).toBe(fault);
});

/** With changes of a whole hour, of half an hour, at midnight, and none. */
const ZONES = [
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'Africa/Casablanca',
  'America/Nuuk',
  'Asia/Kathmandu',
  'UTC',
];
const zone = fc.constantFrom(...ZONES);
const daysIn2026 = fc.integer({ min: 0, max: 360 }).map((day) => instant('2026-01-01T00:00:00Z') + day * DAY);
const divisor = fc.constantFrom(5, 10, 15, 20, 30);

test('an interval of minutes never stops and never runs twice, whatever the clocks do', () => {
  fc.assert(
    fc.property(zone, divisor, daysIn2026, (timeZone, minutes, from) => {
      const expected: UnixSeconds[] = [];
      for (let at = from + 5 * MINUTE; at <= from + DAY; at += 5 * MINUTE) {
        if (Number(zoned(at, timeZone).minute) % minutes === 0) expected.push(at);
      }
      expect(between(`*/${minutes} * * * *`, timeZone, from, from + DAY)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('a time of the day comes exactly once for every date, at the first instant that is not before it', () => {
  fc.assert(
    fc.property(zone, fc.nat(23), fc.nat(59), daysIn2026, (timeZone, hour, minute, from) => {
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      const to = from + 30 * DAY;
      const found = between(`${minute} ${hour} * * *`, timeZone, from, to);
      // Every minute of it: the first one on whose wall a date's time has come.
      const expected: UnixSeconds[] = [];
      let latest = wall(from, timeZone);
      for (let at = from + MINUTE; at <= to; at += MINUTE) {
        const now = wall(at, timeZone);
        if (now <= latest) continue;
        const dates = new Set([latest.slice(0, 10), now.slice(0, 10)]);
        const come = [...dates].filter((date) => `${date} ${time}` > latest && `${date} ${time}` <= now);
        if (come.length > 0) expected.push(at);
        latest = now;
      }
      expect(found).toEqual(expected);
    }),
    {
      numRuns: 40,
      examples: [
        ['America/Nuuk', 23, 0, instant('2026-03-15T00:00:00Z')],
        ['America/Nuuk', 23, 30, instant('2026-03-15T00:00:00Z')],
      ],
    },
  );
});

test('UTC has the times of the zone of that name in the data of the system', () => {
  const schedule = fc.constantFrom(
    '*/7 * * * *',
    '*/10 * * * * *',
    '15,45 */6 * * *',
    '0 6 4 * *',
    '0 22-2 * * monday',
    '30 6 1-7 * 1',
    '0 6 L * *',
    '@daily',
  );
  fc.assert(
    fc.property(schedule, fc.nat(86_399), daysIn2026, (expression, second, day) => {
      const after = day + second;
      expect(nextOccurrence(expression, 'UTC', after)).toBe(nextOccurrence(expression, 'Etc/UTC', after));
    }),
    { numRuns: 300 },
  );
});

function wall(at: UnixSeconds, timeZone: string): string {
  const { year, month, day, hour, minute } = zoned(at, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}
