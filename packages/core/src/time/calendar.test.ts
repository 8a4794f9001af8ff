import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dateOf, daysBetween, isCalendarDate } from './calendar.js';

const dates = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('a date and as many days later are that many days apart', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
      expect(daysBetween(date, addDays(date, days))).toBe(days);
      expect(addDays(addDays(date, days), -days)).toBe(date);
    }),
  );
});

test('months, leap years and the turn of the year', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2025-02-28', 1)).toBe('2025-03-01');
  expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
});

test('the date depends on the zone', () => {
  const lateEvening = Date.UTC(2025, 5, 30, 23, 30) / 1000;
  expect(dateOf(lateEvening, 'UTC')).toBe('2025-06-30');
  expect(dateOf(lateEvening, 'Europe/London')).toBe('2025-07-01');
  expect(dateOf(lateEvening, 'America/New_York')).toBe('2025-06-30');
});

test.each([
  '2025-02-29',
  '2025-13-01',
  '2025-00-10',
  '20250102',
  '2025-1-2',
  '',
  ' 2025-01-02',
  '2025-01-02T00:00',
])('%j is no calendar date', (text) => expect(isCalendarDate(text)).toBe(false));

test('a real date is one', () => {
  fc.assert(fc.property(dates, isCalendarDate));
});
