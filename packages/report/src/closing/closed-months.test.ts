import {
  addDecimals,
  type Closing,
  type PurchaseRow,
  parseDecimal,
  type RowStream,
  rescale,
  signedPrice,
  type UsageRow,
  ZERO,
} from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEBRUARY, memorySource, paged, purchaseRow, rowsOf, usageRow } from '../../test/memory-source.js';
import { written } from '../../test/written.js';
import { SCHEMA_VERSION } from '../kinds/head.js';
import { type Period, parseMonth, parseRange } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { assertClosable, NotClosable } from './closable.js';
import { type ClosedMonths, withClosedMonths } from './closed-months.js';
import { frozenRows } from './frozen-rows.js';

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
const DAYS = MONTHS.flatMap((month) => [`${month}-01`, `${month}-15`, `${month}-28`]);

interface Frozen {
  readonly closing: Closing;
  readonly usage: readonly UsageRow[];
  readonly purchases: readonly PurchaseRow[];
}

/** Books kept in memory: the provider's current figures, and what was closed. */
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

  async close(month: string): Promise<void> {
    if (this.closed.has(month)) return;
    const rows = frozenRows(this.source, parseMonth(month), 'UTC');
    const at = this.#clock;
    const closing = {
      month,
      closedAt: at,
      dataAsOf: at,
      timeZone: 'UTC',
      schemaVersion: SCHEMA_VERSION,
      completeness: null,
    };
    const [usage, purchases] = [await rowsOf(rows.usage), await rowsOf(rows.purchases)];
    this.closed.set(month, { closing, usage, purchases });
  }

  reopen(month: string): void {
    this.closed.delete(month);
  }

  get #closedMonths(): ClosedMonths {
    const all = [...this.closed.values()].toSorted((a, b) => (a.closing.month < b.closing.month ? -1 : 1));
    return {
      closings: all.map(({ closing }) => closing),
      usage: (month) => paged(this.closed.get(month)?.usage ?? []),
      purchases: (month) => paged(this.closed.get(month)?.purchases ?? []),
      reconciliation: () => paged([]),
      cost: () => paged([]),
      costsOf: async () => [],
      usageOf: async (days) => {
        const asked = new Set(days.map(({ esimId, usageDate }) => `${esimId} ${usageDate}`));
        return all
          .flatMap(({ usage }) => usage)
          .filter(({ esimId, usageDate }) => asked.has(`${esimId} ${usageDate}`));
      },
      purchasesOf: async (instants) => {
        const asked = new Set(instants.map(({ esimId, purchasedAt }) => `${esimId} ${purchasedAt}`));
        return all
          .flatMap(({ purchases }) => purchases)
          .filter(({ esimId, purchasedAt }) => asked.has(`${esimId} ${purchasedAt}`));
      },
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
  it('keeps the sum of all months at the present truth, per eSIM, day and place', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const books = new Books();
        for (const step of list) await step(books);
        const reported = await everyMonth((period) => books.source.usage(period));
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

  it('keeps the sum of all purchases at the present truth', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const books = new Books();
        for (const step of list) await step(books);
        const reported = await everyMonth((period) => books.source.purchases(period));
        expect(sumOf(reported)).toEqual(sumOf([...books.bought.values()]));
      }),
      { numRuns: 300 },
    );
  });

  it('brings a closed month out byte for byte, whatever comes after', async () => {
    await fc.assert(
      fc.asyncProperty(steps, month, steps, async (before, closed, after) => {
        const books = new Books();
        for (const step of before) await step(books);
        await books.close(closed);
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
        for (const step of after) await step(books);
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

  it('reports a restated day once, signed, in the next open month, for the party charged before', async () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    await books.close('2026-01');
    await books.close('2026-02');
    books.state('2026-01-15', 'e1', 'France', 400);
    books.present.set('moved', {
      ...usageRow({ usageDate: '2026-01-28', location: 'Japan', usedBytes: 7 }),
      costCentre: 'new',
    });
    expect(await rowsOf(books.source.usage(parseMonth('2026-03')))).toMatchObject([
      { usageDate: '2026-01-28', usedBytes: 7, chargeClass: 'Correction', costCentre: 'new' },
      { usageDate: '2026-01-15', usedBytes: -600, chargeClass: 'Correction', costCentre: 'sales-emea' },
    ]);
    await books.close('2026-03');
    expect(await rowsOf(books.source.usage(parseMonth('2026-04')))).toEqual([]);
  });

  it('does not read a vanished row as zero', async () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    await books.close('2026-01');
    books.present.clear();
    expect(await rowsOf(books.source.usage(parseMonth('2026-02')))).toEqual([]);
  });

  it('freezes the country code, so that a newer list of countries changes nothing', async () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    await books.close('2026-01');
    expect(books.closed.get('2026-01')?.usage[0]?.countryCode).toBe('FR');
  });

  it('shows a range that is no month as it is now', async () => {
    const books = new Books();
    books.state('2026-01-15', 'e1', 'France', 1_000);
    await books.close('2026-01');
    books.state('2026-01-15', 'e1', 'France', 1);
    const range = parseRange('2026-01-10', '2026-02-10');
    expect((await rowsOf(books.source.usage(range))).map((row) => row.usedBytes)).toEqual([1]);
    expect(books.source.closing?.(range)).toBeNull();
  });
});

describe('whether a month can be closed', () => {
  const closing: Closing = {
    month: '2026-01',
    closedAt: FEBRUARY,
    dataAsOf: FEBRUARY,
    timeZone: 'UTC',
    schemaVersion: 1,
    completeness: null,
  };

  it.each([
    [
      parseRange('2026-01-02', '2026-01-05'),
      '2026-02-01',
      { kind: 'no-month', period: '2026-01-02..2026-01-05' },
    ],
    [parseMonth('2026-01'), '2026-02-01', { kind: 'closed', month: '2026-01' }],
    [parseMonth('2026-02'), '2026-02-28', { kind: 'not-ended', month: '2026-02', from: '2026-03-01' }],
  ] as const)('%o is refused', (period, today, reason) => {
    let refusal: unknown;
    try {
      assertClosable(period, [closing], today);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(NotClosable);
    expect(refusal).toMatchObject({ reason });
  });

  it('can be from the first day after it', () => {
    expect(() => assertClosable(parseMonth('2026-01'), [], '2026-02-01')).not.toThrow();
  });
});

/** Corrections of the last closed months are in the first month after them. */
async function everyMonth<Row>(of: (period: Period) => RowStream<Row>): Promise<readonly Row[]> {
  const months = [...MONTHS, '2026-06'].map((name) => rowsOf(of(parseMonth(name))));
  return (await Promise.all(months)).flat();
}

function sumOf(rows: readonly PurchaseRow[]) {
  return rescale(
    rows.map((row) => signedPrice(row) ?? parseDecimal('0') ?? ZERO).reduce(addDecimals, ZERO),
    2,
  );
}
