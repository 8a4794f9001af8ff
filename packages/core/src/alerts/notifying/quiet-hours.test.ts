import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../time/instant.js';
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

test('while an hour repeats they are as they were at its end', () => {
  const quiet = (from: string, to: string, time: string) =>
    isQuiet({ from, to }, 'Europe/London', at(`2025-10-26T${time}Z`));
  const inTheNight = ['00:29:59', '00:30:00', '01:00:00', '01:29:59', '01:59:59', '02:00:00'];
  expect(inTheNight.map((time) => quiet('22:00', '01:30', time))).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(inTheNight.map((time) => quiet('01:30', '02:00', time))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(quiet('22:00', '07:00', '01:15:00')).toBe(true);
});

const CLOCKS = [
  ['Europe/London', '2025-03-30'],
  ['Europe/London', '2025-10-26'],
  ['America/New_York', '2025-03-09'],
  ['America/New_York', '2025-11-02'],
  ['Australia/Lord_Howe', '2025-04-06'],
  ['Australia/Lord_Howe', '2025-10-05'],
  ['Antarctica/Troll', '2025-10-26'],
  ['Asia/Kathmandu', '2025-10-26'],
] as const;

test('they come once a day and last as long as configured, give or take what the clocks are changed by', () => {
  const quarters = fc.nat({ max: 95 });
  fc.assert(
    fc.property(fc.constantFrom(...CLOCKS), quarters, quarters, ([zone, date], first, last) => {
      fc.pre(first !== last);
      const hours = { from: clock(first), to: clock(last) };
      const expected = ((last - first + 96) % 96) * 15 * MINUTE;
      const changed = zone === 'Antarctica/Troll' ? 2 * HOUR : HOUR;
      // What lies between two of them can be skipped as a whole; then they are one.
      fc.pre(DAY - expected > changed);
      const noon = at(`${date}T12:00:00Z`);
      const begun: number[] = [];
      let wasQuiet = true;
      for (let now = noon - 2 * DAY; now < noon + 2 * DAY; now += 15 * MINUTE) {
        const quiet = isQuiet(hours, zone, now);
        if (quiet && !wasQuiet) begun.push(now);
        const began = begun.at(-1);
        if (!quiet && wasQuiet && began !== undefined) {
          expect(Math.abs(now - began - expected)).toBeLessThanOrEqual(changed);
        }
        wasQuiet = quiet;
      }
      for (const [index, now] of begun.slice(1).entries()) {
        expect(now - (begun[index] ?? 0)).toBeGreaterThanOrEqual(DAY - changed);
      }
    }),
    { numRuns: 60 },
  );
});

function clock(quarter: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
}
