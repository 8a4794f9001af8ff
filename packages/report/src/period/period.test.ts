import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNamePart, monthAfter, monthBefore, parseMonth, parseRange } from './period.js';

describe('a month', () => {
  it('runs from its first day to the first of the next', () => {
    expect(parseMonth('2026-02')).toEqual({
      from: '2026-02-01',
      to: '2026-03-01',
      name: '2026-02',
      month: '2026-02',
    });
    expect(parseMonth('2026-12').to).toBe('2027-01-01');
  });

  it.each(['', '2026', '2026-13', '2026-00', '2026-2', '26-02', '2026-02-01', ' 2026-02', '2026-02\n'])(
    'is refused as %j with the form that is expected',
    (text) => {
      expect(() => parseMonth(text)).toThrow(RangeError);
      expect(() => parseMonth(text)).toThrow('YYYY-MM');
    },
  );

  it('has a month after it whose month before is itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 9_998 * 12 }), (index) => {
        const month = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
        expect(monthBefore(monthAfter(month))).toBe(month);
        expect(monthAfter(month) > month).toBe(true);
      }),
    );
  });
});

describe('a range', () => {
  it('is named by its two dates, the end exclusive', () => {
    const period = parseRange('2026-02-10', '2026-02-17');
    expect(period).toMatchObject({ name: '2026-02-10..2026-02-17', month: null });
    expect(fileNamePart(period)).toBe('2026-02-10_2026-02-17');
  });

  it('that is exactly one month is that month', () => {
    expect(parseRange('2026-02-01', '2026-03-01')).toEqual(parseMonth('2026-02'));
  });

  it.each([
    ['2026-02-30', '2026-03-01', 'not a date'],
    ['2026-02-01', '2026-2-3', 'not a date'],
    ['yesterday', '2026-02-03', 'not a date'],
    ['2026-02-03', '2026-02-03', 'is empty'],
    ['2026-02-03', '2026-02-01', 'is empty'],
  ])('%s to %s is refused: %s', (from, to, message) => {
    expect(() => parseRange(from, to)).toThrow(RangeError);
    expect(() => parseRange(from, to)).toThrow(message);
  });
});
