import type { UsageRow } from '@roamwatch/core';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeWorkbook } from '../src/profiles/xlsx/workbook.js';
import { memorySource, paged, purchaseRow, rowsOf, usageRow, usageRows } from './memory-source.js';
import { cellsOf, FEBRUARY_PERIOD, recordsOf, written } from './written.js';

const TEXTS = ['iccid', 'esim_id', 'label', 'cost_centre', 'gl_code', 'project', 'location'] as const;

function textsOf(row: UsageRow): (string | null)[] {
  return [row.iccid, row.esimId, row.label, row.costCentre, row.glCode, row.project, row.location];
}

/** What UTF-8 makes of a text, and the guard a spreadsheet needs. */
function guarded(text: string | null): string {
  const stored = Buffer.from(text ?? '').toString();
  return /^[=+\-@\t\r]/.test(stored) ? `'${stored}` : stored;
}

describe('plain', () => {
  it('comes back cell by cell from a parser we did not write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(usageRows, { maxLength: 30 }), async (usage) => {
        const source = memorySource({ usage });
        const { text, file } = await written({ source, kind: 'usage', profile: 'plain' });
        const found = recordsOf(text);
        const rows = await rowsOf(source.usage(FEBRUARY_PERIOD));
        expect(found.map((row) => TEXTS.map((name) => row[name]))).toEqual(
          rows.map((row) => textsOf(row).map(guarded)),
        );
        expect(found.map((row) => [row.usage_date, row.used_bytes])).toEqual(
          rows.map((row) => [row.usageDate, String(row.usedBytes)]),
        );
        expect(file.rows).toBe(rows.length);
      }),
      { numRuns: 60 },
    );
  });

  it('has no byte order mark, and CRLF at every end', async () => {
    const { bytes, text } = await written({
      source: memorySource({ usage: [usageRow(), usageRow({ esimId: 'x' })] }),
      kind: 'usage',
      profile: 'plain',
    });
    expect(bytes.subarray(0, 6).toString()).toBe('schema');
    expect(text.match(/\r\n/g)).toHaveLength(3);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('is the same to the byte however often it is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(usageRows, { maxLength: 10 }), async (usage) => {
        const once = await written({ source: memorySource({ usage }), kind: 'usage', profile: 'plain' });
        const again = await written({ source: memorySource({ usage }), kind: 'usage', profile: 'plain' });
        expect(again).toEqual(once);
      }),
      { numRuns: 20 },
    );
  });
});

describe('excel', () => {
  it('keeps all 19 digits of an ICCID and the zeros of a code', async () => {
    const { text, bytes } = await written({
      source: memorySource({ usage: [usageRow()] }),
      kind: 'usage',
      profile: 'excel',
    });
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text).toContain(',"=""8944000000000000001""",');
    expect(recordsOf(text, { bom: true })[0]).toMatchObject({
      iccid: '="8944000000000000001"',
      gl_code: '="0420"',
      period: '="2026-02"',
      label: 'Anna',
      used_bytes: '10240000',
    });
  });

  it('never lets a text from outside begin a formula', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(usageRows, { maxLength: 20 }), async (usage) => {
        const { text } = await written({ source: memorySource({ usage }), kind: 'usage', profile: 'excel' });
        for (const row of recordsOf(text, { bom: true })) {
          for (const name of TEXTS) expect(row[name]).toMatch(/^($|[^=+\-@\t\r]|="(?:[^"]|"")*"$)/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(['excel-de', 'excel-es', 'excel-fr', 'excel-it', 'excel-nl'] as const)(
    '%s has semicolons and a decimal comma, in negative numbers too',
    async (profile) => {
      const source = memorySource({
        usage: [usageRow({ usedBytes: -1_572_864, label: 'a;b' })],
        purchases: [purchaseRow({ price: '-1234.50' })],
      });
      const usage = await written({ source, kind: 'usage', profile });
      const cells = cellsOf(usage.text, { bom: true, delimiter: ';' });
      expect(cells[1]).toContain('-1,500');
      expect(cells[1]).toContain('a;b');
      expect(cells[1]).toContain('-1572864');
      const purchases = await written({ source, kind: 'purchases', profile });
      expect(cellsOf(purchases.text, { bom: true, delimiter: ';' })[1]).toContain('-1234,50');
    },
  );
});

describe('jsonl', () => {
  it('is one object a line, figures exact, missing null, text as it came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(usageRows, { maxLength: 20 }), async (usage) => {
        const source = memorySource({ usage });
        const { text } = await written({ source, kind: 'usage', profile: 'jsonl' });
        const found = text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(found.map((row) => [...TEXTS.map((name) => row[name]), row.used_bytes])).toEqual(
          (await rowsOf(source.usage(FEBRUARY_PERIOD))).map((row) => [
            ...textsOf(row).map((value) => (value === '' ? null : value)),
            row.usedBytes,
          ]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('keeps money as decimal text', async () => {
    const { text } = await written({
      source: memorySource({ purchases: [purchaseRow({ price: '0.10' })] }),
      kind: 'purchases',
      profile: 'jsonl',
    });
    expect(text).toContain('"price":"0.10"');
  });
});

describe('xlsx', () => {
  async function workbook(usage: readonly UsageRow[]) {
    const { bytes } = await written({ source: memorySource({ usage }), kind: 'usage', profile: 'xlsx' });
    return sheetsOf(bytes);
  }

  it('types its cells: texts as text, numbers as numbers, dates as dates, header frozen', async () => {
    const [sheet = ''] = await workbook([
      usageRow({ label: '=1+1', project: 'constructor', glCode: ' a&<b> ' }),
    ]);
    expect(sheet).toContain('state="frozen"');
    expect(sheet).toContain('>8944000000000000001</t>');
    expect(sheet).toContain('>=1+1</t>');
    expect(sheet).toContain('xml:space="preserve"> a&amp;&lt;b&gt; </t>');
    expect(sheet).toContain('>constructor</t>');
    expect(sheet).toMatch(/<c r="F2" s="2" t="inlineStr">/);
    expect(sheet).toMatch(/<c r="N2"[^>]*><v>10240000<\/v>/);
    expect(sheet).toMatch(/<c r="O2"[^>]*><v>9\.766<\/v>/);
    expect(sheet).toMatch(/<c r="E2"[^>]*><v>46056<\/v>/);
  });

  it('continues in the next sheet where one is full', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ name: `row ${index}` }));
    const table = {
      columns: [{ name: 'name', kind: 'text', cell: ({ name }: { name: string }) => name }],
      slices: paged(rows),
      tally: () => ({ totals: {}, discrepancies: [] }),
    } as const;
    const pieces: Uint8Array[] = [];
    for await (const piece of encodeWorkbook(table, 4)) pieces.push(piece);
    const sheets = sheetsOf(Buffer.concat(pieces));
    expect(sheets.map((sheet) => [...sheet.matchAll(/>([^<]+)<\/t>/g)].map(([, text]) => text))).toEqual([
      ['name', 'row 0', 'row 1', 'row 2'],
      ['name', 'row 3', 'row 4', 'row 5'],
      ['name', 'row 6'],
    ]);
  });

  it('writes characters that XML lacks as the standard requires', async () => {
    const [sheet = ''] = await workbook([usageRow({ label: 'a\u0001b_x0041_\ud800' })]);
    expect(sheet).toContain('>a_x0001_b_x005F_x0041_\ufffd</t>');
  });

  it('is the same to the byte at another time', async () => {
    const options = {
      source: memorySource({ usage: [usageRow()] }),
      kind: 'usage',
      profile: 'xlsx',
    } as const;
    const once = await written(options);
    // A ZIP entry's own clock ticks every two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await written(options)).bytes.equals(once.bytes)).toBe(true);
  });

  it('writes figures a double cannot represent as text', async () => {
    const { bytes } = await written({
      source: memorySource({ purchases: [purchaseRow({ price: '9007199254740993.01' })] }),
      kind: 'purchases',
      profile: 'xlsx',
    });
    expect(sheetsOf(bytes)[0]).toContain('>9007199254740993.01</t>');
  });
});

/** Parsed as XML by nobody, but unpacked by a library that did not pack it. */
function sheetsOf(bytes: Uint8Array): readonly string[] {
  return Object.entries(unzipSync(bytes))
    .filter(([path]) => path.startsWith('xl/worksheets/'))
    .map(([, part]) => strFromU8(part));
}
