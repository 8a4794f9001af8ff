import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, formatDecimal, parseDecimal, ZERO } from './decimal.js';

const decimals = fc.record({ units: fc.bigInt(), scale: fc.nat(20) });

function sum(texts: readonly string[]): string {
  return formatDecimal(texts.map((text) => parseDecimal(text) ?? ZERO).reduce(addDecimals, ZERO));
}

describe('decimals', () => {
  it.each([
    ['5', '5'],
    ['4.50', '4.50'],
    ['-0.05', '-0.05'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['1e-7', '0.0000001'],
    ['1.5E3', '1500'],
    ['0012', '12'],
  ])('reads %s as %s', (text, expected) => {
    const decimal = parseDecimal(text);
    expect(decimal && formatDecimal(decimal)).toBe(expected);
  });

  it.each([
    '',
    '.',
    '-',
    'e3',
    '1,5',
    '1.2.3',
    'NaN',
    'Infinity',
    '0x10',
    ' 5',
    '5 ',
    '=1',
    '1e9999',
    '9'.repeat(101),
  ])('does not take %j for a number', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('adds decimals that binary floats cannot represent', () => {
    expect(sum(['0.1', '0.2'])).toBe('0.3');
    expect(sum(['9007199254740993', '0.01', '-0.01'])).toBe('9007199254740993.00');
    expect(sum(['19.99', '-19.99'])).toBe('0.00');
  });

  it('comes back from its text', () => {
    fc.assert(
      fc.property(decimals, (decimal) => {
        const text = formatDecimal(decimal);
        fc.pre(text.length <= 100);
        expect(parseDecimal(text)).toEqual(decimal);
      }),
    );
  });

  it('adds in any order to the same text', () => {
    fc.assert(
      fc.property(fc.array(decimals), (list) => {
        const forwards = formatDecimal(list.reduce(addDecimals, ZERO));
        expect(formatDecimal(list.toReversed().reduce(addDecimals, ZERO))).toBe(forwards);
      }),
    );
  });
});
