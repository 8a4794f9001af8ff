import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aReading, GB, MB } from '../../test/esim.js';
import { areStored, isBorneOut, isStartling } from './plausible.js';
import type { DailyUsage } from './usage.js';

const half = aReading({ remainingBytes: GB / 2 });
const row = (usedBytes: number, date = '2025-02-09', location = 'France'): DailyUsage => ({
  ...{ date, location, usedBytes },
});

test.each<[string, Parameters<typeof isStartling>, boolean]>([
  ['nothing left', [aReading({ remainingBytes: 0 }), half], true],
  ['nothing left as before', [aReading({ remainingBytes: 0 }), aReading({ remainingBytes: 0 })], false],
  [
    'nothing left of what was overdrawn',
    [aReading({ remainingBytes: 0 }), aReading({ remainingBytes: -MB })],
    false,
  ],
  ['nothing left at first sight', [aReading({ remainingBytes: 0 }), null], true],
  [
    'nothing left after a figure was missing',
    [aReading({ remainingBytes: 0 }), aReading({ remainingBytes: null })],
    true,
  ],
  ['more used than allowed', [aReading({ remainingBytes: -MB }), half], false],
  ['a missing figure', [aReading({ remainingBytes: null }), half], false],
  ['half the package gone', [half, aReading()], false],
  ['more than half gone', [aReading({ remainingBytes: GB / 2 - MB }), aReading()], true],
  ['little left at first sight', [aReading({ remainingBytes: MB }), null], false],
  ['a top-up', [aReading({ allowanceBytes: 2 * GB, remainingBytes: GB + MB }), half], false],
  [
    'a hundred times the allowance',
    [aReading({ allowanceBytes: 100 * GB, remainingBytes: 99 * GB }), half],
    true,
  ],
  ['a hundredth of it', [aReading({ allowanceBytes: GB / 100, remainingBytes: MB }), half], true],
])('%s is startling or not', (_, [reading, former], expected) => {
  expect(isStartling(reading, former)).toBe(expected);
});

test.each<[string, readonly DailyUsage[], readonly DailyUsage[], boolean]>([
  ['no row moved', [row(GB / 2)], [row(GB / 2)], false],
  ['there are no rows', [], [], false],
  ['a row left the window', [row(GB / 2)], [row(GB, '2025-01-01'), row(GB / 2)], false],
  ['a row grew by as much', [row(GB)], [row(GB / 2)], true],
  ['a new day shows as much', [row(GB / 2), row(GB / 2, '2025-02-10')], [row(GB / 2)], true],
  ['the rows lag a little', [row(GB / 2), row(GB / 3, '2025-02-10')], [row(GB / 2)], true],
  ['the rows hardly moved', [row(GB / 2), row(MB, '2025-02-10')], [row(GB / 2)], false],
  ['a place got another name', [row(GB / 2, '2025-02-09', 'Spain')], [row(GB / 2)], false],
])('nothing left, and %s', (_, days, stored, expected) => {
  expect(isBorneOut(aReading({ remainingBytes: 0 }), half, days, stored)).toBe(expected);
});

test('use that the rows show to the byte is always believed, whatever the two readings are', () => {
  const used = fc.array(fc.integer({ min: 1, max: GB }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(used, fc.nat({ max: GB }), (amounts, before) => {
      const gone = amounts.reduce((sum, amount) => sum + amount, 0);
      const size = { allowanceBytes: 4 * GB };
      const former = aReading({ ...size, remainingBytes: before });
      const reading = aReading({ ...size, remainingBytes: Math.max(0, before - gone) });
      const days = amounts.map((amount, index) => row(amount, `2025-02-0${index + 1}`));
      if (isStartling(reading, former)) expect(isBorneOut(reading, former, days, [])).toBe(true);
    }),
  );
});

test('rows count as new when one of them is new or changed, not when one is gone', () => {
  const [one, other] = [row(1), row(2, '2025-02-10')];
  expect(areStored([one], [one, other])).toBe(true);
  expect(areStored([one, other], [one])).toBe(false);
  expect(areStored([{ ...one, usedBytes: 3 }], [one])).toBe(false);
});
