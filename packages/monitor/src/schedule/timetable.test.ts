import { HOUR, MINUTE } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timetable } from './timetable.js';

const NOON = Date.UTC(2026, 2, 2, 12) / 1000;

/** The occurrences run when the clock shows these instants one after another, in minutes from noon. */
function ran(schedule: string, ...looks: readonly number[]): readonly number[] {
  const table = new Timetable(schedule, 'UTC', NOON);
  return looks.flatMap((minutes) => {
    const due = table.due(NOON + minutes * MINUTE);
    return due === null ? [] : [(due.occurrence - NOON) / MINUTE];
  });
}

test('an occurrence runs once, also when it is noticed late, and several missed ones run as one', () => {
  expect(ran('*/30 * * * *', 29, 30, 31, 59, 60)).toEqual([30, 60]);
  expect(ran('*/30 * * * *', 29, 44, 45, 60)).toEqual([30, 60]);
  expect(ran('*/30 * * * *', 29, 300, 301, 330)).toEqual([30, 330]);
});

test('a clock put back does not repeat the last occurrence, and does not make the next one wait', () => {
  expect(ran('0 13 * * *', 60, 59, 60, 61, 60 + 24 * 60)).toEqual([60, 60 + 24 * 60]);
  expect(ran('*/30 * * * *', 6000, 1, 29, 30, 60)).toEqual([30, 60]);
  expect(ran('*/30 * * * *', 30, 60, 90, 120, 15, 30, 60)).toEqual([30, 60, 90, 120, 30, 60]);
});

test('while the clock only moves on, nothing runs twice and nothing is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3 * HOUR), { maxLength: 40 }), (steps) => {
      const table = new Timetable('*/20 * * * *', 'Europe/London', NOON);
      let now = NOON;
      let before = NOON;
      for (const step of steps) {
        now += step;
        const due = table.due(now);
        const firstMissed = Math.floor(before / 1200) * 1200 + 1200;
        expect(due?.occurrence ?? null).toBe(firstMissed <= now ? firstMissed : null);
        if (due !== null) before = now;
      }
    }),
  );
});
