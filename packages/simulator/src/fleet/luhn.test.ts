import { expect, test } from 'vitest';
import { luhnCheckDigit } from './luhn.js';

test.each([
  ['7992739871', 3],
  ['453957876362148', 6],
  ['0', 0],
])('%s is followed by %d', (digits, check) => {
  expect(luhnCheckDigit(digits)).toBe(check);
});
