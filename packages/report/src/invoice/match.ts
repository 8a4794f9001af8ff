import {
  type CalendarDate,
  type Decimal,
  daysBetween,
  type PurchaseRow,
  rescale,
  signedPrice,
} from '@roamwatch/core';
import { utcDate } from '../figures/instant.js';
import { leastCost } from './assign.js';

/** A line of the provider's invoice or list of orders. Missing values are null. */
export interface InvoiceLine {
  /** Of the file, from 1; identifies it. */
  readonly line: number;
  readonly date: CalendarDate;
  /** In its canonical spelling, or an eSIM id as the provider writes it. */
  readonly esim: string;
  readonly packageName: string | null;
  /** Credits are negative. */
  readonly price: Decimal;
  /** In capitals. */
  readonly currency: string | null;
  readonly reference: string | null;
}

/** How a line of the invoice and a purchase compare. `missing here`: no purchase; `missing there`: no line. */
export type InvoiceStatus = 'matched' | 'different price' | 'missing here' | 'missing there';

/** An invoice line beside the purchase it is about; one of the two is missing where there is none. */
export interface InvoiceMatch {
  readonly status: InvoiceStatus;
  readonly line: InvoiceLine | null;
  readonly purchase: PurchaseRow | null;
  /** The line of the file that this one duplicates; null: none. */
  readonly duplicateOf: number | null;
}

/**
 * Pairs the lines of an invoice with the purchases that were seen. Within one eSIM as many lines as possible get a purchase
 * of the same price; then lines and purchases that are left are taken for each other with another price; then packages
 * and dates that agree decide. The same input always gives the same pairs.
 *
 * @param purchases those of the period, and of a few days around it, which nobody misses
 */
export function matchInvoice(
  lines: readonly InvoiceLine[],
  purchases: readonly PurchaseRow[],
  isExpected: (purchase: PurchaseRow) => boolean,
): readonly InvoiceMatch[] {
  const keyOf = new Map(
    purchases.flatMap(
      ({ iccid, esimId }) =>
        [
          [iccid ?? esimId, esimId],
          [esimId, esimId],
        ] as const,
    ),
  );
  const linesOf = Map.groupBy(lines.toSorted(byDateAndLine), ({ esim }) => keyOf.get(esim) ?? esim);
  const purchasesOf = Map.groupBy(purchases, ({ esimId }) => esimId);
  const esims = [...new Set([...linesOf.keys(), ...purchasesOf.keys()])];
  return esims
    .flatMap((esim) => pairs(linesOf.get(esim) ?? [], purchasesOf.get(esim) ?? []))
    .filter(({ line, purchase }) => line !== null || (purchase !== null && isExpected(purchase)))
    .toSorted(inOrder);
}

/** Larger than every other part of a cost, which counts days. */
const OTHER_PACKAGE = 1_000;
const OTHER_PRICE = 1_000_000;
/** Two that are left unpaired cost more than a pair with another price. */
const UNPAIRED = 0.9 * OTHER_PRICE;

function pairs(lines: readonly InvoiceLine[], purchases: readonly PurchaseRow[]): readonly InvoiceMatch[] {
  const size = lines.length + purchases.length;
  const costs = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => cost(lines[row], purchases[column])),
  );
  const columnOf = leastCost(costs);
  const paired = new Set<PurchaseRow>();
  const matches = lines.map((line, row): InvoiceMatch => {
    const purchase = purchases[columnOf[row] ?? size] ?? null;
    if (purchase === null)
      return { status: 'missing here', line, purchase, duplicateOf: duplicateOf(line, lines) };
    paired.add(purchase);
    const status = isSamePrice(line, purchase) ? 'matched' : 'different price';
    return { status, line, purchase, duplicateOf: null };
  });
  const missing = purchases.filter((purchase) => !paired.has(purchase));
  return [
    ...matches,
    ...missing.map(
      (purchase) => ({ status: 'missing there', line: null, purchase, duplicateOf: null }) as const,
    ),
  ];
}

function cost(line: InvoiceLine | undefined, purchase: PurchaseRow | undefined): number {
  if (line === undefined && purchase === undefined) return 0;
  if (line === undefined || purchase === undefined) return UNPAIRED;
  const days = Math.min(Math.abs(daysBetween(line.date, utcDate(purchase.purchasedAt))), OTHER_PACKAGE - 1);
  const isOther = line.packageName !== null && !isSamePackage(line.packageName, purchase);
  return (isSamePrice(line, purchase) ? 0 : OTHER_PRICE) + (isOther ? OTHER_PACKAGE : 0) + days;
}

function isSamePackage(name: string, { packageName, packageId }: PurchaseRow): boolean {
  return [packageName, packageId].some((known) => plain(known) === plain(name));
}

/** Spaces, dashes and case are written in many ways. */
function plain(name: string): string {
  return name.replace(/[\s\p{Pd}_]+/gu, '').toLowerCase();
}

/** An invoice that names no currency is in that of the purchase. */
function isSamePrice(line: InvoiceLine, purchase: PurchaseRow): boolean {
  const price = signedPrice(purchase);
  if (price === null) return false;
  const scale = Math.max(price.scale, line.price.scale);
  const isSameAmount = rescale(price, scale).units === rescale(line.price, scale).units;
  return isSameAmount && (line.currency === null || line.currency === purchase.currency.toUpperCase());
}

/** An earlier line of the same content. */
function duplicateOf(line: InvoiceLine, lines: readonly InvoiceLine[]): number | null {
  const same = lines.find((one) => one.line !== line.line && content(one) === content(line));
  return same?.line ?? null;
}

function content({ date, packageName, price, currency, reference }: InvoiceLine): string {
  return JSON.stringify([date, packageName, String(price.units), price.scale, currency, reference]);
}

function byDateAndLine(a: InvoiceLine, b: InvoiceLine): number {
  return a.date < b.date ? -1 : a.date > b.date ? 1 : a.line - b.line;
}

/** By date, then as in the file, then what is missing there. */
function inOrder(a: InvoiceMatch, b: InvoiceMatch): number {
  const [dateA, dateB] = [dateOf(a), dateOf(b)];
  if (dateA !== dateB) return dateA < dateB ? -1 : 1;
  return (a.line?.line ?? Number.MAX_SAFE_INTEGER) - (b.line?.line ?? Number.MAX_SAFE_INTEGER);
}

function dateOf({ line, purchase }: InvoiceMatch): CalendarDate {
  return line?.date ?? (purchase === null ? '' : utcDate(purchase.purchasedAt));
}
