import type {
  Closing,
  DateRange,
  PackageRow,
  PurchaseRow,
  ReconciliationRow,
  RowStream,
  UsageRow,
} from '@roamwatch/core';
import fc from 'fast-check';
import { withClosedMonths } from '../src/closing/closed-months.js';
import type { ReportSource } from '../src/source.js';

/** 2026-02-01T00:00:00Z. */
export const FEBRUARY = 1_769_904_000;

const DAY_SECONDS = 86_400;

export interface Rows {
  readonly usage?: readonly UsageRow[];
  readonly purchases?: readonly PurchaseRow[];
  readonly reconciliation?: readonly ReconciliationRow[];
  readonly packages?: readonly PackageRow[];
  readonly closing?: Closing;
}

/** A source over arrays: what a store does, without one. */
export function memorySource(rows: Rows): ReportSource {
  const usage = (rows.usage ?? []).toSorted(
    byKey((row) => [row.iccid ?? '', row.esimId, row.usageDate, row.location]),
  );
  const purchases = (rows.purchases ?? []).toSorted((a, b) => a.purchasedAt - b.purchasedAt);
  return {
    dataAsOf: FEBRUARY + 40 * DAY_SECONDS,
    usage: (range) => paged(usage.filter(({ usageDate }) => within(usageDate, range))),
    purchases: (range) => paged(purchases.filter(({ purchasedAt }) => within(dateOf(purchasedAt), range))),
    reconciliation: () => paged(rows.reconciliation ?? []),
    packages: () => paged(rows.packages ?? [], 1_000),
    closing: () => rows.closing ?? null,
  };
}

/** As a database gives them, but in pages so small that every law meets their ends. */
export async function* paged<Row>(rows: readonly Row[], size = 3): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

/** All rows of a stream. */
export async function rowsOf<Row>(stream: RowStream<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of stream) rows.push(...page);
  return rows;
}

export function within(date: string, { from, to }: DateRange): boolean {
  return date >= from && date < to;
}

export function dateOf(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10);
}

function byKey<T>(key: (item: T) => readonly string[]): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [key(a).join('\0'), key(b).join('\0')];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

export function usageRow(change: Partial<UsageRow> = {}): UsageRow {
  return {
    usageDate: '2026-02-03',
    iccid: '8944000000000000001',
    esimId: 'b06036c5-eadc-4f88-aa31-8c207fec91ec',
    label: 'Anna',
    costCentre: 'sales-emea',
    glCode: '0420',
    project: null,
    location: 'United Kingdom',
    usedBytes: 10_240_000,
    quality: 'reported',
    firstSeenAt: FEBRUARY + 3 * DAY_SECONDS,
    lastChangedAt: FEBRUARY + 3 * DAY_SECONDS + 61,
    ...change,
  };
}

export function purchaseRow(change: Partial<PurchaseRow> = {}): PurchaseRow {
  return {
    purchasedAt: FEBRUARY + DAY_SECONDS,
    iccid: '8944000000000000001',
    esimId: 'b06036c5-eadc-4f88-aa31-8c207fec91ec',
    packageId: 'esim-cambodia-7days-1gb-all',
    packageName: '1 GB - 7 Days',
    type: 'esim',
    price: '4.50',
    currency: 'USD',
    label: 'Anna',
    costCentre: 'sales-emea',
    glCode: '0420',
    project: null,
    ...change,
  };
}

/** Text as bad as it comes: quotes, line ends, delimiters, formulas, other scripts, names every object has. */
export const nastyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\r', '\n', '\t', "'", '=', '+', '-', '@', ' ', '0', 'é', '🇬🇧'),
    maxLength: 8,
  }),
  fc.constantFrom(
    '=1+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\r',
    '00420',
    '1/2',
    '12E5',
    '__proto__',
    'constructor',
    '\uFEFF',
  ),
);

const owner = {
  label: fc.option(nastyText),
  costCentre: fc.option(fc.oneof(nastyText, fc.constantFrom('sales', 'ops', 'UNALLOCATED'))),
  glCode: fc.option(nastyText),
  project: fc.option(nastyText),
};

const esims = fc.constantFrom('e1', 'e2', 'e3', 'e4');
const iccids = fc.option(fc.stringMatching(/^89\d{17}$/));
const februaryDay = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`);
const februaryInstant = fc.integer({ min: FEBRUARY, max: FEBRUARY + 28 * DAY_SECONDS - 1 });

/** Rows of February 2026. */
export const usageRows: fc.Arbitrary<UsageRow> = fc.record({
  ...owner,
  usageDate: februaryDay,
  iccid: iccids,
  esimId: esims,
  location: fc.oneof(fc.constantFrom('United Kingdom', 'France', 'Japan', ''), nastyText),
  usedBytes: fc.oneof(fc.nat(), fc.maxSafeInteger()),
  quality: fc.constantFrom('reported', 'restated'),
  firstSeenAt: februaryInstant,
  lastChangedAt: februaryInstant,
});

export const prices = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1000, max: 100_000 }), fc.nat(99))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`),
  fc.nat(500).map(String),
  fc.constantFrom('0.1', '0.2', '9007199254740993.01'),
);

export const purchaseRows: fc.Arbitrary<PurchaseRow> = fc.record({
  ...owner,
  purchasedAt: februaryInstant,
  iccid: iccids,
  esimId: esims,
  packageId: nastyText,
  packageName: nastyText,
  type: fc.oneof(fc.constantFrom('esim', 'topup', 'refund'), nastyText),
  price: fc.option(fc.oneof({ weight: 4, arbitrary: prices }, { weight: 1, arbitrary: nastyText })),
  currency: fc.constantFrom('USD', 'EUR', 'GBP'),
});

/** A source of which no month is closed, and which knows what packages cost. */
export function openBooks(rows: Rows): ReportSource {
  return withClosedMonths(memorySource(rows), {
    closings: [],
    usage: () => paged([]),
    purchases: () => paged([]),
    reconciliation: () => paged([]),
    cost: () => paged([]),
    usageOf: async () => [],
    purchasesOf: async () => [],
    costsOf: async () => [],
  });
}

const GB = 1024 ** 3;

export function packageRow(change: Partial<PackageRow> = {}): PackageRow {
  return {
    ...purchaseRow(),
    startsOn: '2026-01-30',
    endsOn: '2026-02-01',
    allowanceBytes: GB,
    usedBytes: GB / 2,
    unusedBytesAtEnd: GB / 4,
    ...change,
  };
}

export function reconciliationRow(change: Partial<ReconciliationRow> = {}): ReconciliationRow {
  const { label, costCentre, glCode, project, iccid, esimId } = usageRow();
  return {
    ...{ label, costCentre, glCode, project, iccid, esimId },
    usageCheck: true,
    unlimited: false,
    packageStartedAt: FEBRUARY,
    packageEndsAt: FEBRUARY + 7 * DAY_SECONDS,
    readingAt: FEBRUARY + 10 * DAY_SECONDS,
    allowanceBytes: GB,
    remainingBytes: GB / 2,
    dailyBytes: GB / 2 + 1,
    firstDay: '2026-02-01',
    restatedRows: 1,
    lastChangedAt: FEBRUARY + 7 * DAY_SECONDS,
    ...change,
  };
}
