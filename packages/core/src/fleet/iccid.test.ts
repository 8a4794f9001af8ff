import { expect, test } from 'vitest';
import { canonicalIccid } from './iccid.js';

const PLAIN = '8944500000000000011';

test.each([
  PLAIN,
  `${PLAIN}F`,
  `${PLAIN}f`,
  `F${PLAIN}`,
  `ff${PLAIN}FF`,
  '8944 5000 0000 0000 011',
  '8944-5000-0000-0000-011 F',
  '8944\u20105000\u00A00000\u20130000\u2212011',
  `\t${PLAIN}\r\n`,
])('%j is one card', (text) => {
  expect(canonicalIccid(text)).toBe(PLAIN);
});

test.each([
  '8944500000000001',
  '89445000000000011',
  '894450000000000011',
  '89445000000000000118',
  '8944500000000000001188',
])('%s, of 16 to 22 digits, is an ICCID as it is', (text) => {
  expect(canonicalIccid(text)).toBe(text);
});

test.each([
  '',
  'F',
  '894450000000000',
  '89445000000000000118001',
  '0000000000000000000',
  '9999 9999 9999 9999 999',
  '8944A00000000000011',
  '８９４４５０００００００００００',
  '8.94e18',
])('%j is none', (text) => {
  expect(canonicalIccid(text)).toBeNull();
});

test('the check digit is not guessed', () => {
  expect(canonicalIccid(PLAIN)).not.toBe(canonicalIccid(`${PLAIN}8`));
});
