import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Column } from './column.js';
import { details, table, tableOf } from './table.js';

interface Row {
  readonly iccid: string;
  readonly label: string;
  readonly place: string;
  readonly prose: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'ICCID', cell: ({ iccid }) => iccid },
  { title: 'LABEL', cell: ({ label }) => label },
  {
    title: 'SEEN',
    cell: ({ place }) => `${place}, a long way to say it`,
    brief: ({ place }) => place,
    drop: 1,
  },
  { title: 'REASON', cell: ({ prose }) => prose, wraps: 24 },
];

const row = fc.record<Row>({
  iccid: fc.stringMatching(/^89\d{17}$/),
  label: fc.constantFrom('Anna', 'Zoë Müller', '東京 支社', 'a b'),
  place: fc.constantFrom('', 'now', '3 h ago'),
  prose: fc.lorem({ maxCount: 30 }),
});

test.each([60, 80, 100, 120])('a table fits %d columns, and text that people copy stays whole', (width) => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      const printed = tableOf(COLUMNS, rows, width);
      for (const line of printed.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      for (const { iccid, label } of rows) {
        expect(printed).toContain(iccid);
        expect(printed).toContain(label);
      }
      const words = printed.split(/\s+/);
      for (const { prose } of rows) expect(words).toEqual(expect.arrayContaining(prose.split(' ')));
    }),
  );
});

test('where a label may be broken, an ICCID in its place stays whole', () => {
  const columns: readonly Column<Row>[] = [
    { title: 'ESIM', cell: ({ label }) => label, wraps: 12, breaks: true },
    { title: 'SEEN', cell: ({ place }) => place, drop: 2 },
    { title: 'REASON', cell: ({ prose }) => prose, wraps: 24 },
  ];
  const prose = 'the package expires in 6 days (Wed 2 Dec; threshold: 7 days)';
  const named = { label: 'Lieselotte von der Heide-Sommerfeld', iccid: '', place: '3 min ago', prose };
  const nameless = { ...named, label: '8944667816365288954' };
  const printed = tableOf(columns, [named, nameless], 50);
  expect(printed).toContain('8944667816365288954');
  expect(printed).not.toContain('SEEN');
  expect(tableOf(columns, [named], 50)).toContain('SEEN');
});

test('the narrower it gets, the less it shows: short forms, fewer columns, records', () => {
  const rows = [{ iccid: '8944500000000000017', label: 'Anna', place: '3 h ago', prose: 'low' }];
  const at = (width: number) => tableOf(COLUMNS, rows, width);
  expect(at(80)).toMatch(/SEEN +REASON\n.*3 h ago, a long way to say it +low$/);
  expect(at(50)).toMatch(/SEEN +REASON\n.*3 h ago +low$/);
  expect(at(40)).toBe('ICCID                LABEL  REASON\n8944500000000000017  Anna   low');
  expect(at(30)).toBe(
    'ICCID   8944500000000000017\nLABEL   Anna\nSEEN    3 h ago, a long way to\n        say it\nREASON  low',
  );
});

test('where a program reads, each row is one line in full', () => {
  const prose = 'word '.repeat(100).trim();
  expect(table(['ID', 'REASON'], [['1', prose]], Number.POSITIVE_INFINITY)).toBe(`ID  REASON\n1   ${prose}`);
});

test('a long value is kept whole, and control characters in it are escaped', () => {
  const hook = `https://example.com/${'x'.repeat(60)}`;
  expect(details([['Hook', hook]], 40)).toContain(hook);
  expect(details([['Label', 'a\u001b[2Jb']], 40)).toBe('Label  a\\u{1b}[2Jb');
});
