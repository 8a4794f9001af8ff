import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate, readFlag, readInstant, readNumber, readPlace, readPrice, readText } from './scalar.js';

test('numbers come as numbers or plain decimal text, and nothing else', () => {
  expect([5, -1, 0.5, '5', ' 12.25 ', '-1'].map(readNumber)).toEqual([5, -1, 0.5, 5, 12.25, -1]);
  const unreadable = [
    '',
    'abc',
    '1e3',
    '0x10',
    '1,024',
    '5 MB',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    true,
    null,
    [],
    {},
  ];
  expect(unreadable.map(readNumber)).toEqual(unreadable.map(() => undefined));
});

test('both date forms are read, if the calendar has the date', () => {
  expect(['20250102', '2025-01-02', 20250102, '20240229'].map(readDate)).toEqual([
    '2025-01-02',
    '2025-01-02',
    '2025-01-02',
    '2024-02-29',
  ]);
  const unreadable = [
    '20250230',
    '2025-02-29',
    '2025-13-01',
    '2025-1-2',
    '250102',
    '2025-0102',
    '',
    '20250102x',
    1731837539,
    null,
  ];
  expect(unreadable.map(readDate)).toEqual(unreadable.map(() => undefined));
});

test('a date reads the same the second time, and after very many others', () => {
  const day = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (instant) => {
      const date = instant.toISOString().slice(0, 10);
      expect([readDate(date), readDate(date.replaceAll('-', '')), readDate(date)]).toEqual([
        date,
        date,
        date,
      ]);
    }),
    { numRuns: 2_500 },
  );
});

test('a place reads like any text, whichever came before it', () => {
  const values = fc.oneof(fc.constantFrom('France', ' France ', 'Spain', '', 5, '5', null), fc.anything());
  fc.assert(
    fc.property(fc.array(values), (row) => {
      for (const value of row) expect(readPlace(value)).toBe(readText(value));
    }),
  );
});

test('instants are seconds; milliseconds, days and nonsense are not guessed at', () => {
  expect([1731837539, '1731837539', 1731837539.9].map(readInstant)).toEqual([
    1731837539, 1731837539, 1731837539,
  ]);
  const unreadable = [1731837539000, 20250102, -5, 1e10, '2025-01-02T00:00:00Z', true];
  expect(unreadable.map(readInstant)).toEqual(unreadable.map(() => undefined));
});

test('prices stay the decimal text they are', () => {
  expect([5, 4.9, '4.90', '0', -2.5].map(readPrice)).toEqual(['5', '4.9', '4.90', '0', '-2.5']);
  const unreadable = [1e21, 1e-7, '1e3', '$5', '5,00', '', ' ', '05', Number.NaN, true, null];
  expect(unreadable.map(readPrice)).toEqual(unreadable.map(() => undefined));
});

test('an ICCID that a number no longer represents exactly is not read', () => {
  expect(readText(' 894000000000029365 ')).toBe('894000000000029365');
  expect(readText(Number('894000000000029365'))).toBeUndefined();
  expect(readText('x'.repeat(201))).toBeUndefined();
});

test('flags come as such, as words or as digits', () => {
  expect([true, 'true', 1, false, 'false', 0, 'yes', null].map(readFlag)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    undefined,
    undefined,
  ]);
});
