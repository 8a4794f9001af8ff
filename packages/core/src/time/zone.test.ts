import { expect, test } from 'vitest';
import { formatInstant, zoned } from './zone.js';

test('readers see date, time and zone', () => {
  expect(formatInstant(Date.UTC(2025, 1, 3, 14, 5) / 1000, 'Europe/London')).toBe(
    'Mon 3 Feb 2025, 14:05 GMT',
  );
  expect(formatInstant(Date.UTC(2025, 6, 3, 14, 5) / 1000, 'Europe/London')).toBe(
    'Thu 3 Jul 2025, 15:05 BST',
  );
  expect(formatInstant(Date.UTC(2025, 1, 3, 14, 5) / 1000, 'UTC')).toBe('Mon 3 Feb 2025, 14:05 UTC');
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

test('a zone nobody knows is an error', () => {
  expect(() => formatInstant(0, 'Mars/Olympus')).toThrow(RangeError);
});
