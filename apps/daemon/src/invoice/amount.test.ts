import { formatDecimal } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { readAmount } from './amount.js';
import { dayOrderOf, readInvoiceDate } from './date.js';

test.each([
  ['5.35', '5.35', null],
  ['5,35', '5.35', null],
  ['1,234.56', '1234.56', null],
  ['1.234,56 EUR', '1234.56', 'EUR'],
  ['1 234,50 €', '1234.50', 'EUR'],
  ["1'234.50", '1234.50', null],
  ['1,234', '1234', null],
  ['0,125', '0.125', null],
  ['1.234', '1.234', null],
  ['1,234,567', '1234567', null],
  ['$5.35', '5.35', null],
  ['US$ 5', '5', 'USD'],
  ['usd 5.00', '5.00', 'USD'],
  ['(5.35)', '-5.35', null],
  ['-5.35', '-5.35', null],
  ['5.35-', '-5.35', null],
  ['−5.35', '-5.35', null],
  ['.5', '.5', null],
])('%s', (cell, amount, currency) => {
  const read = readAmount(cell);
  expect(formatDecimal(read.price)).toBe(amount.replace(/^\./, '0.'));
  expect(read.currency).toBe(currency);
});

test.each(['', 'free', '5.3.5x', 'n/a', '5 apples'])('%j is no price', (cell) => {
  expect(() => readAmount(cell)).toThrow(RangeError);
});

test('dates are read where they can only be one', () => {
  expect(dayOrderOf(['03/02/2026', '13/02/2026'])).toBe('day first');
  expect(dayOrderOf(['02/13/2026'])).toBe('month first');
  expect(dayOrderOf(['03/02/2026', '2026-02-13'])).toBeNull();
  expect(readInvoiceDate('2026-02-03T23:00:00Z', null)).toBe('2026-02-03');
  expect(readInvoiceDate('3.2.2026', null)).toBe('2026-02-03');
  expect(readInvoiceDate('03/02/2026', 'day first')).toBe('2026-02-03');
  expect(readInvoiceDate('03/02/2026', 'month first')).toBe('2026-03-02');
  expect(() => readInvoiceDate('03/02/2026', null)).toThrow('may be two dates');
  expect(() => readInvoiceDate('2026-02-30', null)).toThrow('is not a date');
});
