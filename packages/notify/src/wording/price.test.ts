import { expect, test } from 'vitest';
import { priceText } from './price.js';

test.each([
  ['5.5', 'EUR', '5.50 EUR'],
  ['9', 'USD', '9.00 USD'],
  ['4.50', 'USD', '4.50 USD'],
  ['0.125', 'USD', '0.125 USD'],
  ['900', 'JPY', '900 JPY'],
  ['900.00', 'JPY', '900 JPY'],
  ['1.5', 'KWD', '1.500 KWD'],
  ['12345678901234567890.1', 'EUR', '12345678901234567890.10 EUR'],
  ['5.5', 'credits', '5.5 credits'],
  ['5.5', '', '5.5 '],
  ['5.5', null, '5.50'],
  ['5', null, '5'],
])('%s %s reads %s', (price, currency, text) => {
  expect(priceText(price, currency)).toBe(text);
});
