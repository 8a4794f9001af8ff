import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes, formatPercent, parsePercent, parseSize, toBytes } from './size.js';
import { UNIT_BYTES } from './unit.js';

const units = fc.constantFrom('B', 'KB', 'MB', 'GB');

describe('parsing', () => {
  test('sizes are binary and exact', () => {
    expect(['100MB', '1.5 GB', '512KB', '12B', '1gb'].map(parseSize)).toEqual([
      104_857_600, 1_610_612_736, 524_288, 12, 1_073_741_824,
    ]);
    expect(parseSize('1 GB')).toBe(1024 * parseSize('1 MB'));
  });

  test.each([
    '',
    'MB',
    '1',
    '1,5 GB',
    '-1MB',
    '1 TB',
    '1e3MB',
    'NaN MB',
    `${'9'.repeat(20)}GB`,
    `${'9'.repeat(9_999)}B`,
  ])('size %j is refused', (text) =>
    expect(() => parseSize(text)).toThrow(/is not a size: write a number and B, KB, MB or GB/),
  );

  test('percentages', () => {
    expect(['25%', ' 2.5 % ', '100%', '0%'].map(parsePercent)).toEqual([25, 2.5, 100, 0]);
  });

  test.each(['', '%', '25', '101%', '-5%', '1e1%', '100.1%'])('percentage %j is refused', (text) => {
    expect(() => parsePercent(text)).toThrow(/is not a percentage/);
  });
});

describe('toBytes', () => {
  test('whole figures are multiplied', () => {
    fc.assert(
      fc.property(fc.nat(), units, (figure, unit) => {
        const exact = BigInt(figure) * BigInt(UNIT_BYTES[unit]);
        const fits = exact <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(toBytes(figure, unit)).toBe(fits ? Number(exact) : null);
      }),
    );
  });

  test('decimal fractions are rounded half up, as written', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), fc.nat({ max: 999 }), units, (whole, thousandths, unit) => {
        const figure = Number(`${whole}.${String(thousandths).padStart(3, '0')}`);
        const exact = (BigInt(whole) * 1000n + BigInt(thousandths)) * BigInt(UNIT_BYTES[unit]);
        expect(toBytes(figure, unit)).toBe(Number((exact + 500n) / 1000n));
      }),
    );
  });

  test('halves go up, the tiny is zero', () => {
    expect(toBytes(0.5, 'B')).toBe(1);
    expect(toBytes(1.005, 'KB')).toBe(1029);
    expect(toBytes(5e-324, 'GB')).toBe(0);
    expect(toBytes(1e-7, 'GB')).toBe(107);
  });

  test.each([-1, -0.001, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 2 ** 53])('%d is refused', (figure) => {
    expect(toBytes(figure, 'KB')).toBeNull();
  });
});

describe('formatting', () => {
  test('three significant digits, no idle zeros', () => {
    const mb = UNIT_BYTES.MB;
    expect(
      [0, 1023, 1024, 104 * mb, 1024 * mb, 1536 * mb, 1023.9 * mb, 1019 * mb, 12.34 * mb, -5 * mb].map(
        (bytes) => formatBytes(bytes),
      ),
    ).toEqual(['0 B', '1023 B', '1 KB', '104 MB', '1 GB', '1.5 GB', '1 GB', '1019 MB', '12.3 MB', '-5 MB']);
  });

  test('the shown size is within one percent of the real one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 42 }), (bytes) => {
        const shown = parseSize(formatBytes(bytes));
        expect(Math.abs(shown - bytes)).toBeLessThanOrEqual(bytes * 0.01);
      }),
    );
  });

  test('percentages have one decimal at most', () => {
    expect([25, 10.15625, 0].map((percent) => formatPercent(percent))).toEqual(['25 %', '10.2 %', '0 %']);
  });

  test('however large, they are written in digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (figure) => {
        expect(formatPercent(figure)).toMatch(/^-?\d+(\.\d)? %$/);
        expect(formatBytes(figure)).toMatch(/^-?\d+(\.\d+)? (B|KB|MB|GB)$/);
      }),
    );
  });

  test('what is no figure stops nothing', () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY].map((figure) => formatPercent(figure))).toHaveLength(2);
  });

  test('a language can have a decimal comma', () => {
    expect(formatBytes(-1.5 * UNIT_BYTES.GB, ',')).toBe('-1,5 GB');
    expect(formatPercent(10.15625, ',')).toBe('10,2 %');
  });
});
