import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant, utcDate } from './instant.js';

describe('an instant', () => {
  it('is written as the platform writes it, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_000_000_000, max: 250_000_000_000 }), (at) => {
        const expected = new Date(at * 1000).toISOString().replace('.000Z', 'Z');
        expect(isoInstant(at)).toBe(expected);
        expect(utcDate(at)).toBe(expected.split('T')[0]);
      }),
    );
  });

  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [-1, '1969-12-31T23:59:59Z'],
    [1_772_323_199, '2026-02-28T23:59:59Z'],
  ])('%i is %s', (at, expected) => {
    expect(isoInstant(at)).toBe(expected);
  });
});
