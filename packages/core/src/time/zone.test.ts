import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant, instantAt, zoned } from './zone.js';

test('readers see date, time and zone', () => {
  expect(formatInstant(Date.UTC(2025, 1, 3, 14, 5) / 1000, 'Europe/London')).toBe(
    'Mon 3 Feb 2025, 14:05 GMT',
  );
  expect(formatInstant(Date.UTC(2025, 6, 3, 14, 5) / 1000, 'Europe/London')).toBe(
    'Thu 3 Jul 2025, 15:05 BST',
  );
  expect(formatInstant(Date.UTC(2025, 1, 3, 14, 5) / 1000, 'UTC')).toBe('Mon 3 Feb 2025, 14:05 UTC');
});

test('UTC reads as the zone of that name in the data of the system', () => {
  const instants = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, (instant) => {
      const at = Math.floor(instant.getTime() / 1000);
      expect(formatInstant(at, 'UTC')).toBe(formatInstant(at, 'Etc/UTC'));
      expect(zoned(at, 'UTC')).toEqual(zoned(at, 'Etc/UTC'));
    }),
    { numRuns: 1_000 },
  );
});

test('midnight is hour 00', () => {
  expect(zoned(Date.UTC(2025, 1, 3) / 1000, 'UTC')).toEqual({
    year: '2025',
    month: '02',
    day: '03',
    hour: '00',
    minute: '00',
  });
});

test.each([
  ['Atlantic/Azores', '12:00 UTC'],
  ['America/New_York', '08:00 UTC-4'],
  ['Asia/Kolkata', '17:30 UTC+5:30'],
  ['Europe/London', '13:00 BST'],
  ['Africa/Abidjan', '12:00 GMT'],
])('the clock of %s, where a zone without a name is a distance from UTC', (zone, expected) => {
  const summer = Date.parse('2026-07-01T12:00:00Z') / 1000;
  expect(formatInstant(summer, zone)).toBe(`Wed 1 Jul 2026, ${expected}`);
});

test('a zone nobody knows is an error', () => {
  expect(() => formatInstant(0, 'Mars/Olympus')).toThrow(RangeError);
});

test.each([
  ['2026-03-01T12:00', 'Europe/London', '2026-03-01T12:00:00Z'],
  ['2026-07-01T12:00', 'Europe/London', '2026-07-01T11:00:00Z'],
  ['2026-07-01T12:00', 'America/Los_Angeles', '2026-07-01T19:00:00Z'],
  ['2026-07-01T00:00', 'Pacific/Auckland', '2026-06-30T12:00:00Z'],
  ['2026-07-01T12:00', 'Asia/Kathmandu', '2026-07-01T06:15:00Z'],
  // Clocks go back: 01:30 comes twice.
  ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
  // Clocks go ahead: 01:30 does not come.
  ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00Z'],
])('%s on the wall of %s is %s', (wall, zone, instant) => {
  expect(instantAt(wall, zone)).toBe(Date.parse(instant) / 1000);
});
