import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanLines, shorten } from './clean.js';

const HARMFUL = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

test('any text becomes one short line without controls, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.integer({ min: 1, max: 100 }),
      (text, limit) => {
        const line = clean(text, limit);
        expect(line).not.toMatch(HARMFUL);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(clean(line, limit)).toBe(line);
      },
    ),
  );
});

test('names of every script and emoji stay as they are', () => {
  for (const name of ['Zoë Müller-Lüdenscheidt', 'שלום', '李小龍', '👩‍👩‍👧‍👦 family', "O'Neil & Søn"])
    expect(clean(name)).toBe(name);
});

test.each([
  ['Anna\r\nBcc: victim@example.com', 'Anna Bcc: victim@example.com'],
  ['invoice\u202Egnp.exe', 'invoicegnp.exe'],
  ['\u001b[31mred\u0000', '[31mred'],
  ['a\u2028b\u0085c', 'a b c'],
  [' \t\n ', ''],
])('%j becomes %j', (text, line) => {
  expect(clean(text)).toBe(line);
});

test('cuts between whole characters', () => {
  expect(shorten('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 15)).toBe('👩‍👩‍👧‍👦…');
  expect(clean('x'.repeat(10_000))).toHaveLength(80);
});

test('text of several lines keeps its lines', () => {
  expect(cleanLines('one\r\ntwo\u0007\n\nthree\n')).toEqual(['one', 'two', '', 'three']);
});
