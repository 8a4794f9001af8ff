import { DAY, dateOf, MINUTE, type UnixSeconds, zoned } from '@roamwatch/core';
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

test('a time of the day comes exactly once on every date, whatever the clocks do', () => {
  fc.assert(
    fc.property(zone, fc.nat(23), fc.nat(59), (timeZone, hour, minute) => {
      const found = between(
        `${minute} ${hour} * * *`,
        timeZone,
        instant('2026-01-02T00:00:00Z'),
        instant('2026-12-30T23:59:59Z'),
      );
      const dates = found.map((at) => dateOf(at, timeZone));
      expect(new Set(dates).size).toBe(dates.length);
      const span = (instant(`${dates.at(-1)}T00:00:00Z`) - instant(`${dates[0]}T00:00:00Z`)) / DAY;
      expect(dates).toHaveLength(span + 1);
      expect(dates.length).toBeGreaterThan(360);
    }),
    { numRuns: 12, seed: 1 },
  );
});
