import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOf } from './calendar.js';
import { instantsOf, lastDayOf, monthAfter, monthBefore, monthOf, startOfDay } from './month.js';

const at = (iso: string) => Date.parse(iso) / 1000;

test.each([
  ['2026-11', 'UTC', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['2026-03', 'Europe/London', '2026-03-01T00:00:00Z', '2026-03-31T23:00:00Z'],
  ['2026-10', 'America/New_York', '2026-10-01T04:00:00Z', '2026-11-01T04:00:00Z'],
  ['2026-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z', '2026-01-31T10:00:00Z'],
])('%s in %s', (month, zone, from, to) => {
  expect(instantsOf(month, zone)).toEqual({ from: at(from), to: at(to) });
});

test('a date that begins at one o’clock, and one that a zone skipped', () => {
  expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe(at('2018-11-04T03:00:00Z'));
  expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'));
});

test('an instant belongs to the month that contains it', () => {
  const zones = fc.constantFrom('UTC', 'Europe/London', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns');
  fc.assert(
    fc.property(
      zones,
      fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2090-01-01T00:00:00Z') }),
      (zone, now) => {
        const month = monthOf(now, zone);
        const { from, to } = instantsOf(month, zone);
        expect(from <= now && now < to).toBe(true);
        expect(dateOf(to - 1, zone)).toBe(lastDayOf(month));
        expect(monthBefore(monthAfter(month))).toBe(month);
        expect(instantsOf(monthAfter(month), zone).from).toBe(to);
      },
    ),
    { numRuns: 50 },
  );
});
