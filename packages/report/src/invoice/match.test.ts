import { type PurchaseRow, parseDecimal, ZERO } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastCost } from './assign.js';
import { type InvoiceLine, matchInvoice } from './match.js';
import { differenceOf, noteOf } from './table.js';

const at = (date: string) => Date.parse(`${date}T12:00:00Z`) / 1000;

function line(number: number, date: string, price: string, more: Partial<InvoiceLine> = {}): InvoiceLine {
  return {
    line: number,
    date,
    esim: '8944000000000000001',
    packageName: '1 GB - 7 Days',
    price: parseDecimal(price) ?? ZERO,
    currency: 'USD',
    reference: null,
    ...more,
  };
}

function purchase(date: string, price: string | null, more: Partial<PurchaseRow> = {}): PurchaseRow {
  return {
    purchasedAt: at(date),
    iccid: '8944000000000000001',
    esimId: 'e1',
    packageId: 'europe-1gb',
    packageName: '1 GB - 7 Days',
    type: 'esim',
    price,
    currency: 'USD',
    label: null,
    costCentre: null,
    glCode: null,
    project: null,
    ...more,
  };
}

const matched = (lines: readonly InvoiceLine[], purchases: readonly PurchaseRow[]) =>
  matchInvoice(lines, purchases, () => true).map((match) =>
    `${match.status} ${match.line?.line ?? '-'} ${differenceOf(match)} ${noteOf(match)}`.trimEnd(),
  );

describe('an invoice', () => {
  it('is compared amount by amount, however it is written', () => {
    expect(matched([line(2, '2026-01-03', '5.0')], [purchase('2026-01-03', '5.00')])).toEqual([
      'matched 2 0.00',
    ]);
    expect(matched([line(2, '2026-01-03', '5.50')], [purchase('2026-01-03', '5')])).toEqual([
      'different price 2 0.50',
    ]);
    expect(matched([line(2, '2026-01-03', '5')], [])).toEqual(['missing here 2']);
    expect(matched([], [purchase('2026-01-03', '5')])).toEqual(['missing there -']);
  });

  it('names another currency, and a price that is not known here', () => {
    expect(matched([line(2, '2026-01-03', '5', { currency: 'EUR' })], [purchase('2026-01-03', '5')])).toEqual(
      ['different price 2  EUR there, USD here'],
    );
    expect(matched([line(2, '2026-01-03', '5', { currency: null })], [purchase('2026-01-03', '5')])).toEqual([
      'matched 2 0',
    ]);
    expect(matched([line(2, '2026-01-03', '5')], [purchase('2026-01-03', null)])).toEqual([
      'different price 2  the price is not known here',
    ]);
  });

  it('has credits, which are refunds, and not the purchases that they reverse', () => {
    const bought = [purchase('2026-01-03', '5'), purchase('2026-01-09', '5', { type: 'refund' })];
    expect(matched([line(2, '2026-01-03', '5'), line(3, '2026-01-09', '-5')], bought)).toEqual([
      'matched 2 0',
      'matched 3 0',
    ]);
    expect(matched([line(2, '2026-01-03', '5')], bought)).toEqual(['matched 2 0', 'missing there -']);
  });

  it('may say a line twice', () => {
    expect(
      matched([line(2, '2026-01-03', '5'), line(3, '2026-01-03', '5')], [purchase('2026-01-03', '5')]),
    ).toEqual(['matched 2 0', 'missing here 3  the same as line 2']);
  });

  it('pairs purchases of one price by package and date', () => {
    const bought = [
      purchase('2026-01-20', '5', { packageName: '2 GB', packageId: 'p2' }),
      purchase('2026-01-03', '5'),
      purchase('2026-01-04', '5', { packageName: '3 GB', packageId: 'p3' }),
    ];
    const lines = [
      line(2, '2026-01-31', '5', { packageName: '3gb' }),
      line(3, '2026-01-31', '5', { packageName: 'P2' }),
    ];
    const pairs = matchInvoice(lines, bought, () => true).map((one) => [
      one.line?.line,
      one.purchase?.packageName,
    ]);
    expect(pairs).toEqual([
      [undefined, '1 GB - 7 Days'],
      [2, '3 GB'],
      [3, '2 GB'],
    ]);
  });

  it('names an eSIM by its id as well', () => {
    expect(matched([line(2, '2026-01-03', '5', { esim: 'e1' })], [purchase('2026-01-03', '5')])).toEqual([
      'matched 2 0',
    ]);
    expect(
      matched(
        [line(2, '2026-01-03', '5', { esim: 'e2' })],
        [purchase('2026-01-03', '5', { iccid: null, esimId: 'e2' })],
      ),
    ).toEqual(['matched 2 0']);
  });
});

describe('whatever is on an invoice', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-01-${String(number).padStart(2, '0')}`);
  const price = fc.constantFrom('5', '5.00', '7', '-5');
  const name = fc.constantFrom('A', 'B');
  const lines = fc
    .array(fc.tuple(day, price, name), { maxLength: 6 })
    .map((all) =>
      all.map(([date, amount, packageName], index) => line(index + 2, date, amount, { packageName })),
    );
  const purchases = fc
    .array(fc.tuple(day, price, name), { maxLength: 6 })
    .map((all) =>
      all.map(([date, amount, packageName]) => purchase(date, amount, { packageName, packageId: '' })),
    );

  it('each line and each purchase is reported once, and as many as can agree do', () => {
    fc.assert(
      fc.property(lines, purchases, (invoice, bought) => {
        const matches = matchInvoice(invoice, bought, () => true);
        expect(matches.flatMap((one) => one.line?.line ?? []).toSorted((a, b) => a - b)).toEqual(
          invoice.map((one) => one.line),
        );
        expect(new Set(matches.flatMap((one) => one.purchase ?? []))).toEqual(new Set(bought));
        const amounts = (of: readonly number[]) => Map.groupBy(of, (one) => one);
        const there = amounts(invoice.map((one) => Number(one.price.units) / 10 ** one.price.scale));
        const here = amounts(bought.map((one) => Number(one.price)));
        const agree = [...there].reduce(
          (sum, [amount, all]) => sum + Math.min(all.length, here.get(amount)?.length ?? 0),
          0,
        );
        expect(matches.filter(({ status }) => status === 'matched')).toHaveLength(agree);
        expect(
          matches.filter(({ line: one, purchase: other }) => one !== null && other !== null),
        ).toHaveLength(Math.min(invoice.length, bought.length));
      }),
    );
  });

  it('pairs come out the least in cost, and the same every time', () => {
    const exactly = (size: number) => ({ minLength: size, maxLength: size });
    const square = (size: number) => fc.array(fc.array(fc.nat(20), exactly(size)), exactly(size));
    const matrix = fc.integer({ min: 1, max: 5 }).chain(square);
    const costOf = (costs: readonly (readonly number[])[], columns: readonly number[]) =>
      columns.reduce((sum, column, row) => sum + (costs[row]?.[column] ?? Number.NaN), 0);
    fc.assert(
      fc.property(matrix, (costs) => {
        const best = Math.min(...orders(costs.length).map((columns) => costOf(costs, columns)));
        const found = leastCost(costs);
        expect(new Set(found).size).toBe(costs.length);
        expect(costOf(costs, found)).toBe(best);
        expect(leastCost(costs)).toEqual(found);
      }),
    );
  });
});

function orders(size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return orders(size - 1).flatMap((order) =>
    Array.from({ length: size }, (_, place) => [...order.slice(0, place), size - 1, ...order.slice(place)]),
  );
}
