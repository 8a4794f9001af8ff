import {
  addDays,
  type DateRange,
  MoneyTotal,
  type PurchaseRow,
  type RowStream,
  signedPrice,
} from '@roamwatch/core';
import { utcDate } from '../figures/instant.js';
import type { Period } from '../period/period.js';
import { type InvoiceLine, type InvoiceMatch, type InvoiceStatus, matchInvoice } from './match.js';

/** An invoice compared with the purchases of a period. */
export interface MatchedInvoice {
  readonly matches: readonly InvoiceMatch[];
  readonly counts: Readonly<Record<InvoiceStatus, number>>;
  /** Lines of other periods, which are not compared. */
  readonly outside: number;
  /** Currency to decimal text; '' where the invoice names none. */
  readonly invoiced: Readonly<Record<string, string>>;
  readonly seen: Readonly<Record<string, string>>;
}

/** The invoice may date a purchase in another zone, or by when it was booked. */
const DAYS_AROUND = 2;

/** @param purchasesIn as they are known now, whatever was closed */
export async function reconcileInvoice(
  lines: readonly InvoiceLine[],
  purchasesIn: (range: DateRange) => RowStream<PurchaseRow>,
  period: Period,
): Promise<MatchedInvoice> {
  const around = { from: addDays(period.from, -DAYS_AROUND), to: addDays(period.to, DAYS_AROUND) };
  const purchases: PurchaseRow[] = [];
  for await (const rows of purchasesIn(around)) purchases.push(...rows);
  const isOfPeriod = (purchase: PurchaseRow) => isIn(period, utcDate(purchase.purchasedAt));
  const near = lines.filter(({ date }) => isIn(around, date));
  const matches = matchInvoice(near, purchases, isOfPeriod).filter(
    ({ line, purchase }) =>
      (line !== null && isIn(period, line.date)) || (purchase !== null && isOfPeriod(purchase)),
  );
  const compared = new Set(matches.map(({ line }) => line));
  const [invoiced, seen] = [new MoneyTotal(), new MoneyTotal()];
  for (const { line } of matches) if (line !== null) invoiced.add(line.currency ?? '', line.price);
  for (const one of purchases) if (isOfPeriod(one)) seen.add(one.currency, signedPrice(one));
  return {
    matches,
    counts: counted(matches),
    outside: lines.filter((line) => !compared.has(line)).length,
    invoiced: invoiced.amounts,
    seen: seen.amounts,
  };
}

function isIn({ from, to }: DateRange, date: string): boolean {
  return from <= date && date < to;
}

function counted(matches: readonly InvoiceMatch[]): MatchedInvoice['counts'] {
  const of = (wanted: InvoiceStatus) => matches.filter(({ status }) => status === wanted).length;
  return {
    matched: of('matched'),
    'different price': of('different price'),
    'missing here': of('missing here'),
    'missing there': of('missing there'),
  };
}
