import { join } from 'node:path';
import { inventoryFaultInWords } from '@roamwatch/core';
import { describe, expect, test } from 'vitest';
import { InventoryError, readInventory } from '../../src/inventory/index.js';
import { folderWith } from '../config/folder.js';

const ONE = '8944500102198304826';
const TWO = '8944500102198304834';

function read(text: string | Uint8Array) {
  return readInventory(join(folderWith({ 'inventory.csv': text }), 'inventory.csv'));
}

const lines = (...text: string[]) => text.join('\n');

describe('an inventory', () => {
  test('is read whatever the order of its columns, its delimiter, byte order mark and line ends', () => {
    const expected = [
      {
        iccid: ONE,
        label: 'Anna; "A"',
        email: 'anna@example.com',
        costCentre: 'sales-uk',
        glCode: '0400',
        project: null,
        validFrom: '2026-02-01',
      },
    ];
    const plain = read(
      lines(
        'iccid,label,email,cost_centre,gl_code,project,valid_from',
        `${ONE},"Anna; ""A""",anna@example.com,sales-uk,0400,,2026-02-01`,
      ),
    );
    const other = read(
      '\ufeffValid_From;email; GL_code;cost_centre;label;ICCID\r\n' +
        `2026-02-01;anna@example.com;0400;sales-uk;"Anna; ""A""";"=""${ONE}"""\r\n\r\n`,
    );
    expect(plain).toMatchObject({ entries: expected, problems: [], warnings: [] });
    expect(other).toMatchObject({ entries: expected, problems: [], warnings: [] });
  });

  test('takes a language in any spelling, and a line with an unknown one without it', () => {
    const { entries, problems, warnings } = read(
      lines('iccid,label,language', `${ONE},Anna,de-AT`, `${TWO},Ben,fr`),
    );
    expect(entries).toMatchObject([{ language: 'de' }, { label: 'Ben', language: null }]);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      { line: 3, fault: { kind: 'unknown-language', cell: 'fr', known: ['en', 'de'] } },
    ]);
  });

  test('rejects the lines it cannot use, each with its number and reason, and reads all others', () => {
    const { entries, problems } = read(
      lines(
        'iccid,label,email,valid_from',
        `${ONE},"Anna`,
        'Smith",anna@example.com,2026-01-01',
        '8.94E+18,Ben,,',
        `${TWO},Carl,carl.example.com,`,
        `${TWO},Carl,carl@example.com,1/2/2026`,
        `${TWO},Carl, Junior,carl@example.com,`,
        `${ONE},Dora,,2026-01-01`,
        `${ONE},Dora,,2026-03-01`,
        `${TWO},"Emil,,`,
        `${TWO},Emil`,
      ),
    );
    expect(entries.map(({ iccid, label, validFrom }) => [iccid, label, validFrom])).toEqual([
      [ONE, 'Anna Smith', '2026-01-01'],
      [ONE, 'Dora', '2026-03-01'],
      [TWO, 'Emil', null],
    ]);
    expect(problems.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 10]);
    expect(problems.map(({ fault }) => inventoryFaultInWords(fault))).toEqual([
      expect.stringContaining('the ICCID 8.94E+18 was rounded by a spreadsheet'),
      'the email address cannot be read',
      'valid_from must be a date such as 2026-01-31, not "1/2/2026"',
      'the email address cannot be read',
      'duplicate of line 2 (same ICCID and valid_from)',
      'a quote is opened and not closed',
    ]);
  });

  test('reports more cells than columns, and not of empty ones at the end', () => {
    const { entries, problems } = read(lines('iccid,label', `${ONE},Anna,,,`, `${TWO},Smith, Ben`));
    expect(entries).toHaveLength(1);
    expect(problems).toEqual([{ line: 3, fault: { kind: 'too-many-cells', cells: 3, columns: 2 } }]);
  });

  test('warns of columns it does not know', () => {
    const { entries, warnings } = read(lines('iccid,cost_center,phone', `${ONE},sales,+44`));
    expect(entries[0]?.costCentre).toBeNull();
    expect(warnings).toEqual([
      {
        line: 1,
        fault: { kind: 'unknown-column', name: 'cost_center', meant: 'cost_centre' },
      },
      { line: 1, fault: { kind: 'unknown-column', name: 'phone', meant: null } },
    ]);
  });

  test('has the same digest only for the same bytes', () => {
    const text = lines('iccid', ONE);
    expect(read(text).digest).toBe(read(text).digest);
    expect(read(text).digest).not.toBe(read(`${text}\n`).digest);
  });

  test('may have no line but the first', () => {
    expect(read('iccid,label\n')).toMatchObject({ entries: [], problems: [] });
  });

  test('may be large', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => `${8_944_500_000_000 + n}000000,traveller ${n}`);
    const { entries, problems } = read(lines('iccid,label', ...many));
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(100_000);
    expect(entries.at(-1)).toMatchObject({ iccid: '8944500099999000000', label: 'traveller 99999' });
  });
});

describe('a file of which nothing can be used', () => {
  test.each([
    ['is empty', ''],
    ['is empty', '\ufeff\n\n'],
    ['has no column iccid', 'label;email\n'],
    ['has no column iccid', '\u0000\u0001\u0002'],
    ['has the column label twice', 'iccid,label,label\n'],
    ['is not UTF-8 text', Uint8Array.of(0xff, 0xfe, 0x69, 0x00)],
    ['is not UTF-8 text', Uint8Array.of(0x69, 0xe9, 0x0a)],
  ])('%s: %j', (reason, content) => {
    expect(() => read(content)).toThrow(InventoryError);
    expect(() => read(content)).toThrow(reason);
  });

  test('does not exist, or is a directory', () => {
    const folder = folderWith({});
    expect(() => readInventory(join(folder, 'none.csv'))).toThrow(
      /the inventory \S+none\.csv does not exist/,
    );
    expect(() => readInventory(folder)).toThrow(/is a directory/);
  });
});
