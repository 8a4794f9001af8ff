import type { Closing, PurchaseRow, UsageRow } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEBRUARY, memorySource, purchaseRow, usageRow, within } from '../../test/memory-source.js';
import { written } from '../../test/written.js';
import { addDecimals, parseDecimal, rescale, ZERO } from '../figures/decimal.js';
import { signedPrice } from '../figures/money.js';
import { parseMonth, parseRange } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { assertClosable, type ClosedMonths, frozenRows, withClosedMonths } from './closed-months.js';

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
const DAYS = MONTHS.flatMap((month) => [`${month}-01`, `${month}-15`, `${month}-28`]);

interface Frozen {
  readonly closing: Closing;
  readonly usage: readonly UsageRow[];
  readonly purchases: readonly PurchaseRow[];
}

/** Books kept in memory: what the provider says now, and what was closed. */
class Books {
  readonly present = new Map<string, UsageRow>();
  readonly bought = new Map<string, PurchaseRow>();
  readonly closed = new Map<string, Frozen>();
  #clock = FEBRUARY;

  get source(): ReportSource {
    return withClosedMonths(
      memorySource({ usage: [...this.present.values()], purchases: [...this.bought.values()] }),
      this.#closedMonths,
    );
  }

  state(usageDate: string, esimId: string, location: string, usedBytes: number): void {
    this.#clock += 1;
    const row = usageRow({ usageDate, esimId, location, usedBytes, lastChangedAt: this.#clock });
    this.present.set([usageDate, esimId, location].join(), row);
  }

  buy(date: string, esimId: string, price: string): void {
    this.bought.set(
      [date, esimId].join(),
      purchaseRow({ purchasedAt: Date.parse(date) / 1000, esimId, price }),
    );
  }

  close(month: string): void {
    if (this.closed.has(month)) return;
    const rows = frozenRows(this.source, parseMonth(month));
    const closing = { month, closedAt: this.#clock, dataAsOf: this.#clock, timeZone: 'UTC' };
    this.closed.set(month, { closing, usage: [...rows.usage], purchases: [...rows.purchases] });
  }

  reopen(month: string): void {
    this.closed.delete(month);
  }

  get #closedMonths(): ClosedMonths {
    const all = () => [...this.closed.values()];
    return {
      closings: () => all().map(({ closing }) => closing),
      usage: (month) => this.closed.get(month)?.usage ?? [],
      purchases: (month) => this.closed.get(month)?.purchases ?? [],
      reconciliation: () => [],
      usageOf: (esimId, range) =>
        all()
          .toSorted((a, b) => (a.closing.month < b.closing.month ? -1 : 1))
          .flatMap(({ usage }) => usage)
          .filter((row) => row.esimId === esimId && within(row.usageDate, range)),
      purchasesOf: (esimId, at) =>
        all()
          .flatMap(({ purchases }) => purchases)
          .filter((row) => row.esimId === esimId && row.purchasedAt === at),
    };
  }
}

const day = fc.constantFrom(...DAYS);
const esim = fc.constantFrom('e1', 'e2');
const month = fc.constantFrom(...MONTHS);
const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(day, esim, fc.constantFrom('France', 'Japan', ''), fc.nat(1_000))
        .map((to) => (books: Books) => books.state(...to)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          day,
          esim,
          fc.integer({ min: -500, max: 500 }).map((cents) => (cents / 4).toFixed(2)),
        )
        .map((to) => (books: Books) => books.buy(...to)),
    },
    { weight: 2, arbitrary: month.map((to) => (books: Books) => books.close(to)) },
    { weight: 1, arbitrary: month.map((to) => (books: Books) => books.reopen(to)) },
  ),
  { maxLength: 60 },
);

describe('closing', () => {
  it('keeps the sum of all months at the present truth, per eSIM, day and place', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const books = new Books();
        for (const step of list) step(books);
        // Corrections of the last closed months stand in the first month after them.
        const reported = [...MONTHS, '2026-06'].flatMap((name) => [...books.source.usage(parseMonth(name))]);
        const sums = new Map<string, number>();
        for (const row of reported) {
          const key = [row.usageDate, row.esimId, row.location].join();
          sums.set(key, (sums.get(key) ?? 0) + row.usedBytes);
        }
        expect(sums).toEqual(new Map([...books.present].map(([key, row]) => [key, row.usedBytes])));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the sum of all purchases at the present truth', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const books = new Books();
        for (const step of list) step(books);
        const reported = [...MONTHS, '2026-06'].flatMap((name) => [
          ...books.source.purchases(parseMonth(name)),
        ]);
        expect(sumOf(reported)).toEqual(sumOf([...books.bought.values()]));
      }),
      { numRuns: 300 },
    );
  });

  it('brings a closed month out byte for byte, whatever comes after', async () => {
    await fc.assert(
      fc.asyncProperty(steps, month, steps, async (before, closed, after) => {
        const books = new Books();
        for (const step of before) step(books);
        books.close(closed);
        const period = parseMonth(closed);
        const once = await Promise.all(
          (['usage', 'purchases', 'summary'] as const).map((kind) =>
            written({ source: books.source, kind, profile: 'plain', period }),
          ),
        );
        const reopen = books.reopen.bind(books);
        books.reopen = (other) => {
          if (other !== closed) reopen(other);
        };
        for (const step of after) step(books);
        const again = await Promise.all(
          (['usage', 'purchases', 'summary'] as const).map((kind) =>
            written({ source: books.source, kind, profile: 'plain', period }),
          ),
        );
        expect(again.map(({ text }) => text)).toEqual(once.map(({ text }) => text));
      }),
      { numRuns: 40 },
    );
  });

  it('tells a restated day once, signed, in the next open month, to whoever was charged', () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    books.close('2026-01');
    books.close('2026-02');
    books.state('2026-01-15', 'e1', 'France', 400);
    books.present.set('moved', {
      ...usageRow({ usageDate: '2026-01-28', location: 'Japan', usedBytes: 7 }),
      costCentre: 'new',
    });
    expect([...books.source.usage(parseMonth('2026-03'))]).toMatchObject([
      { usageDate: '2026-01-28', usedBytes: 7, chargeClass: 'Correction', costCentre: 'new' },
      { usageDate: '2026-01-15', usedBytes: -600, chargeClass: 'Correction', costCentre: 'sales-emea' },
    ]);
    books.close('2026-03');
    expect([...books.source.usage(parseMonth('2026-04'))]).toEqual([]);
  });

  it('does not read a vanished row as zero', () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    books.close('2026-01');
    books.present.clear();
    expect([...books.source.usage(parseMonth('2026-02'))]).toEqual([]);
  });

  it('freezes the country code, so that a newer list of countries changes nothing', () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    books.close('2026-01');
    expect(books.closed.get('2026-01')?.usage[0]?.countryCode).toBe('FR');
  });

  it('shows a range that is no month as it is now', () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    books.close('2026-01');
    books.state('2026-01-15', 'e1', 'France', 1);
    const range = parseRange('2026-01-10', '2026-02-10');
    expect([...books.source.usage(range)].map((row) => row.usedBytes)).toEqual([1]);
    expect(books.source.closing?.(range)).toBeNull();
  });
});

describe('whether a month can be closed', () => {
  const closing: Closing = { month: '2026-01', closedAt: FEBRUARY, dataAsOf: FEBRUARY, timeZone: 'UTC' };

  it.each([
    [parseRange('2026-01-02', '2026-01-05'), '2026-02-01', 'only a calendar month'],
    [parseMonth('2026-01'), '2026-02-01', 'closed already'],
    [parseMonth('2026-02'), '2026-02-28', 'has not ended'],
  ] as const)('%o is refused', (period, today, message) => {
    expect(() => assertClosable(period, [closing], today)).toThrow(RangeError);
    expect(() => assertClosable(period, [closing], today)).toThrow(message);
  });

  it('can be from the first day after it', () => {
    expect(() => assertClosable(parseMonth('2026-01'), [], '2026-02-01')).not.toThrow();
  });
});

function sumOf(rows: readonly PurchaseRow[]) {
  return rescale(
    rows.map((row) => signedPrice(row) ?? parseDecimal('0') ?? ZERO).reduce(addDecimals, ZERO),
    2,
  );
}
