import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePackageName } from './package-name.js';
import { UNIT_BYTES } from './unit.js';

const { MB, GB } = UNIT_BYTES;

test.each([
  ['1 GB - 7 Days', GB],
  ['500MB 30 days', 500 * MB],
  ['Europe 1.5 GB', 1.5 * GB],
  ['Europa 1,5 GB', 1.5 * GB],
  ['5G network, 3 gb', 3 * GB],
  ['20GB (20 GB in all)', 20 * GB],
])('%j', (name, bytes) => expect(parsePackageName(name)).toBe(bytes));

test.each([
  '',
  '7 Days',
  'Unlimited 1GB',
  '1 GB/day - 7 days',
  '2 GB daily',
  '1 GB per day',
  '1 GB + 500 MB bonus',
  '0 GB',
  '5 GBit',
])('%j names no size of the whole', (name) => expect(parsePackageName(name)).toBeNull());

test('no text makes it fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789., GMKBgb/-x') }), (name) => {
      const bytes = parsePackageName(name);
      expect(bytes === null || (Number.isSafeInteger(bytes) && bytes > 0)).toBe(true);
    }),
  );
});
