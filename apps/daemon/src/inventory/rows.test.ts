import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRows } from './rows.js';

const lines = (...text: string[]) => text.join('\n');

test('lines are those of an editor, with cells that span lines and empty lines between', () => {
  expect(readRows(lines('a,b', '', '1,"x', 'y"', ',', '2,z', ''), ',')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 3, cells: ['1', 'x\ny'] },
    { line: 6, cells: ['2', 'z'] },
  ]);
});

test('a quote that is never closed costs its own line and no other', () => {
  expect(readRows(lines('a,b', '1,"x', '2,y', '3,"z"', '4,"w'), ',')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: null },
    { line: 3, cells: ['2', 'y'] },
    { line: 4, cells: ['3', 'z'] },
    { line: 5, cells: null },
  ]);
});

test('a quote closed by the next cell that opens one costs its own line and no other', () => {
  expect(readRows(lines('a,b', '1,"x', '2,",y'), ',')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: null },
    { line: 3, cells: null },
  ]);
});

test('quotes inside text are text', () => {
  expect(readRows(lines('a,b', '1,13" laptop', '2,"say ""hi"""', '="89",x'), ',')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '13" laptop'] },
    { line: 3, cells: ['2', 'say "hi"'] },
    { line: 4, cells: ['89', 'x'] },
  ]);
});

test('a file of quotes alone is no CSV', () => {
  expect(() => readRows('a,b\n1,x"y\n'.repeat(1_001), ',')).toThrow(RangeError);
});

test('rows written as CSV come back, each on its line', () => {
  const cell = fc
    .string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é'), maxLength: 6 })
    .map((text) => `x${text}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const written = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
      const starts = written.map((_, index) => 1 + written.slice(0, index).join('\n').split('\n').length);
      starts[0] = 1;
      expect(readRows(written.join('\n'), ',')).toEqual(
        rows.map((cells, index) => ({ line: starts[index], cells })),
      );
    }),
  );
});

test('any text gives rows in order or is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '='), maxLength: 60 }), (text) => {
      const found = readRows(text, ',').map(({ line }) => line);
      expect(found).toEqual([...new Set(found)].sort((one, other) => one - other));
      expect(found.every((line) => line >= 1 && line <= text.split('\n').length)).toBe(true);
    }),
  );
});
