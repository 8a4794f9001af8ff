import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isQuiet } from './quiet-hours.js';

const at = (iso: string) => Date.parse(iso) / 1000;
const night = { from: '22:00', to: '07:00' };

test('over midnight, the end is not in it', () => {
  const quiet = (time: string) => isQuiet(night, 'UTC', at(`2025-02-10T${time}Z`));
  expect(['21:59:59', '22:00:00', '00:00:00', '06:59:59', '07:00:00'].map(quiet)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('within a day', () => {
  const quiet = (time: string) => isQuiet({ from: '12:00', to: '13:00' }, 'UTC', at(`2025-02-10T${time}Z`));
  expect(['11:59:59', '12:00:00', '12:59:59', '13:00:00'].map(quiet)).toEqual([false, true, true, false]);
});

test('equal times mean never', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 2e9 }),
      (now) => !isQuiet({ from: '08:00', to: '08:00' }, 'Europe/London', now),
    ),
  );
});

test('they follow the wall clock across both changes of the clocks', () => {
  const quiet = (iso: string) => isQuiet(night, 'Europe/London', at(iso));
  expect(quiet('2025-03-29T06:59:00Z')).toBe(true);
  expect(quiet('2025-03-30T05:59:00Z')).toBe(true);
  expect(quiet('2025-03-30T06:00:00Z')).toBe(false);
  expect(quiet('2025-03-30T21:00:00Z')).toBe(true);
  expect(quiet('2025-10-26T06:00:00Z')).toBe(true);
  expect(quiet('2025-10-26T07:00:00Z')).toBe(false);
  expect(quiet('2025-10-26T21:30:00Z')).toBe(false);
});

test('hours that begin in the hour a change skips begin when the clock is past them', () => {
  const quiet = (iso: string) => isQuiet({ from: '01:30', to: '03:00' }, 'Europe/London', at(iso));
  expect([
    quiet('2025-03-30T00:59:00Z'),
    quiet('2025-03-30T01:00:00Z'),
    quiet('2025-03-30T02:00:00Z'),
  ]).toEqual([false, true, false]);
});
