import { closeMonth } from '@roamwatch/monitor';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { addCents, Books, type Bought, LOCATIONS, TOP_UP } from './books.js';

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04'];
const AFTER = '2026-05';
const BEFORE = ['2025-12'];
const DAYS = MONTHS.flatMap((month) => [`${month}-01`, `${month}-28`]);

let books: Books;

afterEach(() => books.dispose());

type Step = (books: Books) => void | Promise<void>;

const day = fc.constantFrom(...DAYS);
const month = fc.constantFrom(...MONTHS);
const esim = fc.constantFrom(1, 2);
const stating: fc.Arbitrary<Step> = fc
  .tuple(day, esim, fc.constantFrom(...LOCATIONS), fc.nat(1_000))
  .map((to) => (on: Books) => on.state(...to));
const bought: fc.Arbitrary<Bought> = fc.record({
  price: fc.option(fc.integer({ min: -500, max: 500 }).map((cents) => (cents / 4).toFixed(2))),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', ''),
  type: fc.constantFrom('', 'esim', 'topup', 'refund', 'non-refundable'),
  packageId: fc.constantFrom('', 'p1', 'p2'),
});
const buying: fc.Arbitrary<Step> = fc.tuple(day, esim, bought).map((to) => (on: Books) => on.buy(...to));
const running: fc.Arbitrary<Step> = fc
  .tuple(day, esim, fc.integer({ min: 1, max: 50 }))
  .map((to) => (on: Books) => on.run(...to));
const closing: fc.Arbitrary<Step> = month.map((to) => (on: Books) => on.close(to));
const reopening: fc.Arbitrary<Step> = month.map((to) => (on: Books) => on.reopen(to));
const moving: fc.Arbitrary<Step> = fc.constantFrom('sales', 'ops').map((to) => (on: Books) => on.owner(to));
const dying: fc.Arbitrary<Step> = month.map((to) => (on: Books) => on.dieClosing(to));
const reissuing: fc.Arbitrary<Step> = esim.map((to) => (on: Books) => on.reissue(to));
const pruning: Step = (on) => on.prune();

const weighed = [
  { weight: 6, arbitrary: stating },
  { weight: 2, arbitrary: buying },
  { weight: 1, arbitrary: running },
  { weight: 3, arbitrary: closing },
  { weight: 1, arbitrary: moving },
  { weight: 1, arbitrary: dying },
  { weight: 1, arbitrary: reissuing },
  { weight: 1, arbitrary: fc.constant<Step>((on) => on.reopenFile()) },
  { weight: 1, arbitrary: fc.constant(pruning) },
];
const steps = fc.array(fc.oneof(...weighed, { weight: 1, arbitrary: reopening }), { maxLength: 30 });

async function cells(kind: 'usage' | 'purchases' | 'cost', of: readonly string[]) {
  const files = await Promise.all(of.map((name) => books.report(kind, name)));
  return files.flatMap((file) => parse<Record<string, string>>(file, { columns: true }));
}

describe('closing months of a real database', () => {
  test('the rows of all months add up to the present figures', async () => {
    await fc.assert(
      fc
        .asyncProperty(steps, async (list) => {
          for (const step of list) await step(books);
          const sums = new Map<string, number>();
          for (const row of await cells('usage', [...MONTHS, AFTER])) {
            const key = [row.usage_date, row.iccid, row.location].join();
            sums.set(key, (sums.get(key) ?? 0) + Number(row.used_bytes));
          }
          expect(sums).toEqual(await truth());
          const spent = new Map<string, number>();
          for (const row of await cells('purchases', [...MONTHS, AFTER])) {
            addCents(spent, row.currency ?? '', Math.round(Number(row.price) * 100));
          }
          expect(spent).toEqual(books.spent);
          const cost = new Map<string, number>();
          for (const row of await cells('cost', [...BEFORE, ...MONTHS, AFTER, '2026-06', '2026-07'])) {
            addCents(cost, row.currency ?? '', Math.round(Number(row.cost_in_period) * 100));
          }
          expect(cost).toEqual(books.spent);
        })
        .beforeEach(async () => {
          books = await Books.open();
        })
        .afterEach(() => books.dispose()),
      { numRuns: 24 },
    );
    books = await Books.open();
  });

  test('a closed month comes out byte for byte the same, whatever comes after, and from a copy of the file', async () => {
    const later = fc.array(fc.oneof(...weighed), { maxLength: 20 });
    await fc.assert(
      fc
        .asyncProperty(steps, month, later, async (before, closed, after) => {
          for (const step of before) await step(books);
          await books.close(closed);
          const once = await files(closed);
          for (const step of after) await step(books);
          expect(await files(closed)).toEqual(once);
          const copy = `${books.file}.copy`;
          await books.store.upkeep.backup(copy);
          expect(await files(closed, copy)).toEqual(once);
        })
        .beforeEach(async () => {
          books = await Books.open();
        })
        .afterEach(() => books.dispose()),
      { numRuns: 12 },
    );
    books = await Books.open();
  });

  test('daily rows beyond retention may go, closed ones stay, and nothing is reversed', async () => {
    books = await Books.open();
    await books.state('2026-01-01', 1, 'France', 1_000);
    await books.close('2026-01');
    const once = await files('2026-01');
    const { days } = await books.store.upkeep.prune({ dropDaysBefore: '2026-03-01' });
    expect(days).toBe(1);
    expect(await files('2026-01')).toEqual(once);
    expect(await cells('usage', ['2026-02'])).toEqual([]);
  });

  test('pruning takes no open month, and a pruned month that is reopened has its figures', async () => {
    books = await Books.open();
    await books.owner('sales');
    await books.state('2026-01-01', 1, 'France', 1_000);
    await books.state('2026-01-02', 1, 'Japan', 70);
    await books.state('2026-03-01', 1, 'France', 5);
    await books.close('2026-01');
    await books.state('2026-01-01', 1, 'France', 400);
    await books.state('2026-01-28', 2, '', 3);
    await books.close('2026-02');
    const { days } = await books.store.upkeep.prune({
      dropDaysBefore: '2026-05-01',
      dropReadingsBefore: books.now,
    });
    expect(days).toBe(3);
    const rows = async (of: string) =>
      (await cells('usage', [of])).map((row) => [row.usage_date, row.location, Number(row.used_bytes)]);
    await books.reopen('2026-02');
    expect(await rows('2026-02')).toEqual([
      ['2026-01-01', 'France', -600],
      ['2026-01-28', '', 3],
    ]);
    await books.reopen('2026-01');
    expect(await rows('2026-01')).toEqual([
      ['2026-01-01', 'France', 400],
      ['2026-01-02', 'Japan', 70],
      ['2026-01-28', '', 3],
    ]);
    expect(await rows('2026-02')).toEqual([]);
    expect(await rows('2026-03')).toEqual([['2026-03-01', 'France', 5]]);
  });

  test('a change while a month is being closed comes as a correction', async () => {
    books = await Books.open();
    await books.state('2026-01-01', 1, 'France', 1_000);
    await books.buy('2026-01-01', 1, TOP_UP);
    await closeMonth({ store: books.store, now: books.now, timeZone: 'UTC' }, '2026-01', () => {
      void books.state('2026-01-01', 1, 'France', 1_700);
      void books.state('2026-01-02', 2, '', 30);
      void books.buy('2026-01-02', 2, { ...TOP_UP, price: '2.50' });
    });
    expect(await cells('usage', ['2026-01'])).toMatchObject([{ used_bytes: '1000' }]);
    expect(await cells('usage', ['2026-02'])).toMatchObject([
      { usage_date: '2026-01-01', used_bytes: '700', charge_class: 'Correction' },
      { usage_date: '2026-01-02', used_bytes: '30', charge_class: 'Correction' },
    ]);
    expect(await cells('purchases', ['2026-02'])).toMatchObject([
      { price: '2.50', esim_id: 'e2', type: 'topup', charge_class: 'Correction' },
    ]);
  });

  test.each<[string, (on: Books) => unknown]>([
    ['a person is erased', ({ store, now }) => store.upkeep.forget('8944000000000000001', now)],
    ['another month is reopened', (on) => on.reopen('2025-12')],
  ])('a month stays open when %s while it is being closed', async (_, meanwhile) => {
    books = await Books.open();
    await books.close('2025-12');
    await books.state('2026-01-01', 1, 'France', 1_000);
    const closing = closeMonth({ store: books.store, now: books.now, timeZone: 'UTC' }, '2026-01', () => {
      void meanwhile(books);
    });
    await expect(closing).rejects.toThrow('close it again');
    expect(await books.isClosed('2026-01')).toBe(false);
    expect(await books.store.upkeep.check()).toEqual([]);
    await books.close('2026-01');
    expect(await cells('usage', ['2026-01'])).toMatchObject([
      { used_bytes: '1000', period_status: 'closed' },
    ]);
  });

  test('a correction goes to the next open month, signed, and to the party charged before', async () => {
    books = await Books.open();
    await books.owner('sales');
    await books.state('2026-01-01', 1, 'France', 1_000);
    await books.close('2026-01');
    await books.owner('ops');
    await books.state('2026-01-01', 1, 'France', 400);
    expect(await cells('usage', ['2026-02'])).toMatchObject([
      {
        period: '2026-02',
        charge_class: 'Correction',
        usage_date: '2026-01-01',
        used_bytes: '-600',
        country_code: 'FR',
        cost_centre: 'sales',
        quality: 'restated',
      },
    ]);
  });

  test('a currency that is corrected after closing is reversed, and a missing one changes nothing', async () => {
    books = await Books.open();
    await books.owner('sales');
    await books.buy('2026-01-03', 1, { ...TOP_UP, price: '5.35', currency: 'USD' });
    await books.close('2026-01');
    await books.buy('2026-01-03', 1, { price: null, currency: '', type: '', packageId: '' });
    expect(await cells('purchases', ['2026-02'])).toEqual([]);
    await books.buy('2026-01-03', 1, { ...TOP_UP, packageId: 'p-respelt' });
    expect(await cells('purchases', ['2026-02'])).toMatchObject([
      { price: '5.00', currency: 'EUR', type: 'correction', charge_class: 'Correction', label: 'of sales' },
      { price: '-5.35', currency: 'USD', type: 'correction', charge_class: 'Correction' },
    ]);
    await books.close('2026-02');
    expect(await cells('purchases', ['2026-03'])).toEqual([]);
  });

  test('a type that merely contains the word is no refund', async () => {
    books = await Books.open();
    await books.buy('2026-01-03', 1, { ...TOP_UP, type: 'non-refundable' });
    await books.buy('2026-01-04', 1, { ...TOP_UP, type: 'Refund' });
    expect(await cells('purchases', ['2026-01'])).toMatchObject([
      { price: '5.00', type: 'non-refundable' },
      { price: '-5.00', type: 'Refund' },
    ]);
  });
});

async function files(of: string, file = books.file): Promise<readonly string[]> {
  const kinds = ['usage', 'purchases', 'summary', 'reconciliation', 'cost'] as const;
  return Promise.all(kinds.map((kind) => books.report(kind, of, 'plain', file)));
}

/** What the database says now, read without the report package. */
async function truth(): Promise<ReadonlyMap<string, number>> {
  return new Map([...books.pruned, ...(await books.days())]);
}
