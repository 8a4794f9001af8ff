import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIdentities } from './identity.js';
import { luhnCheckDigit } from './luhn.js';

const anySeed = fc.integer();
const anyIndex = fc.nat(4_000_000_000);

test('an ICCID and an eSIM id lead back to the index they came from', () => {
  fc.assert(
    fc.property(anySeed, anyIndex, (seed, index) => {
      const identities = createIdentities(seed);
      expect(identities.indexOfIccid(identities.iccid(index))).toBe(index);
      expect(identities.indexOfEsimId(identities.esimId(index))).toBe(index);
    }),
  );
});

test('an ICCID has 19 digits, starts with 89 and ends with its check digit; an eSIM id is a UUID', () => {
  fc.assert(
    fc.property(anySeed, anyIndex, (seed, index) => {
      const { iccid, esimId } = createIdentities(seed);
      expect(iccid(index)).toMatch(/^89\d{17}$/);
      expect(iccid(index).at(-1)).toBe(String(luhnCheckDigit(iccid(index).slice(0, -1))));
      expect(esimId(index)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    }),
  );
});

test('an identity of another fleet has no index', () => {
  const { iccid, indexOfIccid, indexOfEsimId } = createIdentities(1);
  const foreign = createIdentities(2);
  expect(indexOfIccid(foreign.iccid(0))).toBeNull();
  expect(indexOfEsimId(foreign.esimId(0))).toBeNull();
  expect(indexOfIccid(iccid(7).replace(/\d$/, (check) => String((Number(check) + 1) % 10)))).toBeNull();
  for (const garbage of [
    '',
    '0',
    '894000000000029365',
    `${iccid(7)} `,
    'x'.repeat(1000),
    '8944000099999999990',
  ]) {
    expect(indexOfIccid(garbage)).toBeNull();
    expect(indexOfEsimId(garbage)).toBeNull();
  }
});
