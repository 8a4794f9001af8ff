import { addDecimals, parseDecimal, ZERO } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEBRUARY, memorySource, purchaseRow, purchaseRows, usageRow, usageRows } from './memory-source.js';
import { recordsOf, written } from './written.js';

const USAGE_HEADER =
  'schema_version,period,period_status,charge_class,usage_date,iccid,esim_id,label,cost_centre,gl_code,project,location,country_code,used_bytes,used_mb,quality,first_seen_at,last_changed_at';
const PURCHASES_HEADER =
  'schema_version,period,purchased_at,iccid,esim_id,package_id,package,type,price,currency,cost_centre,gl_code,project,label,charge_class';
const SUMMARY_HEADER =
  'schema_version,period,cost_centre,country_code,currency,esims,used_bytes,used_mb,purchases';

describe('the columns of the contract', () => {
  it.each([
    ['usage', USAGE_HEADER],
    ['purchases', PURCHASES_HEADER],
    ['summary', SUMMARY_HEADER],
  ] as const)('stand alone in an empty month of %s', async (kind, header) => {
    const { text, file } = await written({ source: memorySource({}), kind, profile: 'plain' });
    expect(text).toBe(`${header}\r\n`);
    expect(file.rows).toBe(0);
  });
});

describe('usage', () => {
  it('writes each figure as the contract requires', async () => {
    const { text } = await written({
      source: memorySource({ usage: [usageRow()] }),
      kind: 'usage',
      profile: 'plain',
    });
    expect(text.split('\r\n')[1]).toBe(
      '1,2026-02,open,,2026-02-03,8944000000000000001,b06036c5-eadc-4f88-aa31-8c207fec91ec,Anna,sales-emea,0420,,United Kingdom,GB,10240000,9.766,reported,2026-02-04T00:00:00Z,2026-02-04T00:01:01Z',
    );
  });

  it('writes a negative correction as a number, never as text', async () => {
    const row = usageRow({ usedBytes: -1_572_864, chargeClass: 'Correction', usageDate: '2026-02-01' });
    for (const profile of ['plain', 'excel'] as const) {
      const { text } = await written({ source: memorySource({ usage: [row] }), kind: 'usage', profile });
      expect(text).toContain(',Correction,2026-02-01,');
      expect(text).toContain(',-1572864,-1.500,');
    }
  });

  it('reports rows without a known country', async () => {
    const { file } = await written({
      source: memorySource({
        usage: [usageRow({ location: '' }), usageRow({ location: 'Atlantis' }), usageRow()],
      }),
      kind: 'usage',
      profile: 'plain',
    });
    expect(file.discrepancies).toEqual([expect.objectContaining({ kind: 'usage', count: 2 })]);
  });
});

describe('purchases', () => {
  it('keeps prices to the digit, refunds negative, and reports purchases without a price', async () => {
    const purchases = [
      purchaseRow({ price: '0.10' }),
      purchaseRow({ price: '19.990', purchasedAt: FEBRUARY + 2 }),
      purchaseRow({ price: '19.990', type: 'refund', purchasedAt: FEBRUARY + 3 }),
      purchaseRow({ price: '-3', type: 'refund', purchasedAt: FEBRUARY + 4 }),
      purchaseRow({ price: null, purchasedAt: FEBRUARY + 5 }),
      purchaseRow({ price: '=cmd()', purchasedAt: FEBRUARY + 6 }),
    ];
    const { text, file } = await written({
      source: memorySource({ purchases }),
      kind: 'purchases',
      profile: 'plain',
    });
    expect(recordsOf(text).map(({ price }) => price)).toEqual(['19.990', '-19.990', '-3', '', '', '0.10']);
    expect(file.totals.purchases).toEqual({ USD: '-2.900' });
    expect(file.discrepancies).toEqual([expect.objectContaining({ count: 2 })]);
  });
});

describe('the summary', () => {
  it('adds up exactly to usage and purchases, currencies apart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(usageRows, { maxLength: 40 }),
        fc.array(purchaseRows, { maxLength: 20 }),
        async (usage, purchases) => {
          const source = memorySource({ usage, purchases });
          const summary = await written({ source, kind: 'summary', profile: 'plain' });
          const rows = recordsOf(summary.text);
          const bytes = rows.reduce((sum, row) => sum + BigInt(row.used_bytes || '0'), 0n);
          expect(bytes).toBe(usage.reduce((sum, row) => sum + BigInt(row.usedBytes), 0n));
          const detail = recordsOf((await written({ source, kind: 'purchases', profile: 'plain' })).text);
          for (const currency of ['USD', 'EUR', 'GBP']) {
            expect(sumOf(rows, 'purchases', currency)).toEqual(sumOf(detail, 'price', currency));
          }
          for (const row of rows) expect(row.currency === '' || row.used_bytes === '').toBe(true);
          const keys = rows.map((row) => JSON.stringify([row.cost_centre, row.country_code, row.currency]));
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts an eSIM once a row, and calls rows without a cost centre UNALLOCATED', async () => {
    const usage = [
      usageRow(),
      usageRow({ usageDate: '2026-02-04' }),
      usageRow({ esimId: 'other' }),
      usageRow({ costCentre: null, location: 'France', usedBytes: 1 }),
    ];
    const purchases = [purchaseRow(), purchaseRow({ currency: 'EUR', price: '1' })];
    const { text } = await written({
      source: memorySource({ usage, purchases }),
      kind: 'summary',
      profile: 'plain',
    });
    expect(text.split('\r\n').slice(1)).toEqual([
      '1,2026-02,UNALLOCATED,FR,,1,1,0.000,',
      '1,2026-02,sales-emea,GB,,2,30720000,29.297,',
      '1,2026-02,sales-emea,,EUR,1,,,1',
      '1,2026-02,sales-emea,,USD,1,,,4.50',
      '',
    ]);
  });

  it('adds bytes beyond 2^53 without losing one', async () => {
    const usage = [1, 2, 3, 4, 5].map((day) =>
      usageRow({ usageDate: `2026-02-0${day}`, usedBytes: Number.MAX_SAFE_INTEGER }),
    );
    const { text } = await written({ source: memorySource({ usage }), kind: 'summary', profile: 'plain' });
    expect(recordsOf(text)[0]).toMatchObject({ used_bytes: '45035996273704955', used_mb: '42949672960.000' });
  });
});

describe('unknown figures', () => {
  const source = memorySource({
    usage: [usageRow(), usageRow({ location: 'Atlantis' }), usageRow({ location: '' })],
    purchases: [purchaseRow({ price: '10' }), purchaseRow({ price: null })],
  });
  const noPrice = { what: 'purchases without a readable price, in no sum', count: 1 };
  const noCountry = { what: 'rows of usage whose location is missing or no known country', count: 2 };

  it.each([
    ['usage', [noCountry]],
    ['purchases', [noPrice]],
    ['summary', [noCountry, noPrice]],
  ] as const)('is told by the %s in the same words', async (kind, faults) => {
    const { file } = await written({ source, kind, profile: 'plain' });
    expect(file.discrepancies).toEqual(faults.map((fault) => ({ kind, ...fault })));
  });
});

describe('the reconciliation', () => {
  const row = {
    ...usageRow(),
    usageCheck: true,
    unlimited: false,
    packageStartedAt: FEBRUARY,
    packageEndsAt: FEBRUARY + 7 * 86_400,
    readingAt: FEBRUARY + 10 * 86_400,
    allowanceBytes: 1_073_741_824,
    remainingBytes: 1_063_256_064,
    dailyBytes: 4_194_304,
    firstDay: '2026-02-01',
    restatedRows: 0,
    lastChangedAt: FEBRUARY + 5 * 86_400,
  };

  it('puts both figures side by side, and unexplained differences into the manifest', async () => {
    const { text, file } = await written({
      source: memorySource({
        reconciliation: [row, { ...row, dailyBytes: 10_485_760 }, { ...row, unlimited: true }],
      }),
      kind: 'reconciliation',
      profile: 'plain',
    });
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'schema_version,period,iccid,esim_id,label,cost_centre,package_started_at,package_ends_at,reading_at,allowance_bytes,remaining_bytes,consumed_bytes,daily_bytes,difference_bytes,explanation',
      '1,2026-02,8944000000000000001,b06036c5-eadc-4f88-aa31-8c207fec91ec,Anna,sales-emea,2026-02-01T00:00:00Z,2026-02-08T00:00:00Z,2026-02-11T00:00:00Z,1073741824,1063256064,10485760,4194304,-6291456,unexplained',
    ]);
    expect(recordsOf(text).map(({ explanation }) => explanation)).toEqual([
      'unexplained',
      'none',
      'unsupported',
    ]);
    expect(file.discrepancies).toEqual([
      {
        kind: 'reconciliation',
        what: 'packages whose days differ from the allowance by -6291456 bytes together: unexplained',
        count: 1,
      },
      { kind: 'reconciliation', what: 'packages that cannot be reconciled: unsupported', count: 1 },
    ]);
  });

  it('is refused in words by a source that has none', async () => {
    const { reconciliation: _, ...source } = memorySource({});
    await expect(written({ source, kind: 'reconciliation', profile: 'plain' })).rejects.toThrow(RangeError);
  });
});

function sumOf(rows: readonly Record<string, string>[], column: string, currency: string) {
  const sum = rows
    .filter((row) => row.currency === currency && row[column] !== '')
    .map((row) => parseDecimal(row[column] ?? '') ?? ZERO)
    .reduce(addDecimals, ZERO);
  return sum.units === 0n ? ZERO : sum;
}
