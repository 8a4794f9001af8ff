import type { PackageRow } from '@roamwatch/core';
import { expect, it } from 'vitest';
import { parseMonth } from '../src/period/period.js';
import { packageRow as aPackage, openBooks } from './memory-source.js';
import { recordsOf, written } from './written.js';

const packageRow = (change: Partial<PackageRow> = {}) => aPackage({ price: '10.00', ...change });
const source = (packages: readonly PackageRow[]) => openBooks({ packages });

async function cost(month: string, packages: readonly PackageRow[]) {
  return written({ source: source(packages), kind: 'cost', profile: 'plain', period: parseMonth(month) });
}

it('has the columns of the contract', async () => {
  const { text } = await cost('2026-02', []);
  expect(text).toBe(
    'schema_version,period,iccid,esim_id,label,cost_centre,gl_code,project,package_id,package,purchased_at,starts,ends,price,currency,cost_in_period,days_in_period,allowance_bytes,used_bytes_in_period,unused_bytes_at_end,cost_per_gb\r\n',
  );
});

it('spreads a price over the days of its package, the remainder on the last', async () => {
  const january = recordsOf((await cost('2026-01', [packageRow()])).text);
  const february = recordsOf((await cost('2026-02', [packageRow()])).text);
  expect([...january, ...february]).toMatchObject([
    { period: '2026-01', cost_in_period: '6.66', days_in_period: '2', cost_per_gb: '13.32', price: '10.00' },
    { period: '2026-02', cost_in_period: '3.34', days_in_period: '1', cost_per_gb: '6.68' },
  ]);
});

it.each<[string, Partial<PackageRow>, Record<string, string>]>([
  [
    'without a known end on its first day',
    { startsOn: '2026-02-10', endsOn: null },
    { cost_in_period: '10.00', days_in_period: '1', ends: '' },
  ],
  [
    'never started on the day it was bought',
    { startsOn: null, endsOn: null },
    { cost_in_period: '10.00', starts: '', days_in_period: '1' },
  ],
  ['in yen in whole yen', { price: '100', currency: 'JPY' }, { cost_in_period: '34', currency: 'JPY' }],
  ['in dinars in thousandths', { price: '100', currency: 'KWD' }, { cost_in_period: '33.334' }],
  ['a refund', { type: 'refund', startsOn: null, endsOn: null }, { cost_in_period: '-10.00' }],
  ['without a price', { price: null }, { cost_in_period: '', price: '', cost_per_gb: '' }],
  ['without usage', { usedBytes: 0 }, { cost_per_gb: '', used_bytes_in_period: '0' }],
])('counts a package %s', async (_, change, expected) => {
  const { text } = await cost('2026-02', [packageRow(change)]);
  expect(recordsOf(text)).toMatchObject([expected]);
});
