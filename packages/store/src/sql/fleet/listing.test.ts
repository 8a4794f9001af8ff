import type { ListedEsim } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredEsim } from './listed.js';
import { compareWithStored, decideListing, NOTHING } from './listing.js';

const ICCIDS = [null, '8944500000000000001', '8944500000000000002'];

const row = fc.record({
  listed_as: fc.constantFrom(null, 'a', 'b', 'c'),
  iccid: fc.constantFrom(...ICCIDS),
  iccid_moved_at: fc.constantFrom(null, null, null, 5),
  left_list_at: fc.constantFrom(null, null, null, 7),
  status: fc.constantFrom('INSTALLED', 'EXPIRED'),
});

const stored = fc
  .array(row, { minLength: 1, maxLength: 3 })
  .map((rows) =>
    rows.map(
      (some, index): StoredEsim => ({ ...ALIKE, ...some, id: 9 - index, esim_id: 'abc'.charAt(index) }),
    ),
  );

const aliases = fc.array(
  fc.record({ esimId: fc.constantFrom('a', 'b', 'c', 'd'), esim: fc.constantFrom(9, 8, 7) }),
  {
    maxLength: 2,
  },
);

const page = fc.array(
  fc.record({
    esimId: fc.constantFrom('a', 'b', 'c', 'd'),
    iccid: fc.constantFrom(...ICCIDS),
    status: fc.constantFrom('INSTALLED', 'EXPIRED'),
  }),
  { maxLength: 3 },
);

test('a page that says nothing new changes nothing, and lists the cards that it names', () => {
  let unchangedPages = 0;
  fc.assert(
    fc.property(stored, aliases, page, (rows, names, some) => {
      const known = names.filter(({ esim }) => rows.some(({ id }) => id === esim));
      const esims = some.map((entry): ListedEsim => ({ ...LISTED, ...entry }));
      const { newlySaid, unchanged } = compareWithStored(esims, rows, known);
      const decided = decideListing(esims, rows, known);
      if (newlySaid.length > 0) {
        expect(newlySaid.every((entry) => esims.includes(entry))).toBe(true);
        return;
      }
      if (unchanged.length > 0) unchangedPages += 1;
      expect(decided).toEqual({ changed: [], added: [], aliases: [], listed: unchanged });
    }),
    { numRuns: 5_000 },
  );
  expect(unchangedPages).toBeGreaterThan(20);
});

const ALIKE: StoredEsim = { ...NOTHING, usage_check: 1 };

const LISTED: ListedEsim = {
  esimId: '',
  iccid: null,
  status: '',
  usageCheck: true,
  unlimited: false,
  topUp: false,
  notes: [],
  createdAt: null,
  updatedAt: null,
  expiresAt: null,
};
