import { expect, test } from 'vitest';
import { checkDigit, likelyIccids } from './check-digit.js';

test.each([
  ['7992739871', 3],
  ['', 0],
])('the check digit of %s is %d', (digits, expected) => {
  expect(checkDigit(digits)).toBe(expected);
});

test('an ICCID may lack its check digit, have a wrong one, or have one that the provider leaves out', () => {
  expect(likelyIccids('79927398713')).toContain('7992739871');
  expect(likelyIccids('7992739871')).toContain('79927398713');
  expect(likelyIccids('79927398715')).toContain('79927398713');
});
