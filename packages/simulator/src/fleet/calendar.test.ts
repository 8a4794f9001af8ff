import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOrdered, type OrderCalendar, orderedAt } from './calendar.js';

const anyCalendar: fc.Arbitrary<OrderCalendar> = fc.record({
  startAt: fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
  size: fc.nat(2_000),
  orderedDays: fc.nat(400),
  newPerDay: fc.constantFrom(0, 0.3, 5, 1_000),
});

test('at any instant exactly those ordered until then exist', () => {
  fc.assert(
    fc.property(anyCalendar, fc.integer({ min: -500, max: 100 }), (calendar, days) => {
      const at = calendar.startAt + days * 86_400 + 17;
      const count = countOrdered(calendar, at);
      if (count > 0) expect(orderedAt(calendar, count - 1)).toBeLessThanOrEqual(at);
      if (count < calendar.size || calendar.newPerDay > 0) {
        expect(orderedAt(calendar, count)).toBeGreaterThan(at);
      }
    }),
  );
});

test('a later index is never ordered earlier', () => {
  fc.assert(
    fc.property(anyCalendar, fc.nat(3_000), (calendar, index) => {
      if (index + 1 >= calendar.size && calendar.newPerDay === 0) return;
      expect(orderedAt(calendar, index + 1)).toBeGreaterThanOrEqual(orderedAt(calendar, index));
    }),
  );
});
