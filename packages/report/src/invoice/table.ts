import {
  type Decimal,
  formatDecimal,
  negateDecimal,
  type ProfileName,
  rescale,
  signedPrice,
} from '@roamwatch/core';
import { headColumns, SCHEMA_VERSION } from '../kinds/head.js';
import type { Period } from '../period/period.js';
import { encoderOf } from '../profiles/profile.js';
import { inSlices } from '../table/row-stream.js';
import { type Column, date, decimal, instant, integer, text } from '../table/table.js';
import type { InvoiceMatch } from './match.js';

/** The columns of a matched invoice: the line of the invoice, the purchase, and what differs. */
function invoiceColumns(period: Period): readonly Column<InvoiceMatch>[] {
  return [
    ...headColumns(period),
    text('status', ({ status }) => status),
    integer('line', ({ line }) => line?.line ?? null),
    date('invoice_date', ({ line }) => line?.date ?? null),
    text('reference', ({ line }) => line?.reference ?? null),
    text('invoice_esim', ({ line }) => line?.esim ?? null),
    text('invoice_package', ({ line }) => line?.packageName ?? null),
    decimal('invoice_price', ({ line }) => (line === null ? '' : formatDecimal(line.price))),
    text('invoice_currency', ({ line }) => line?.currency ?? null),
    instant('purchased_at', ({ purchase }) => purchase?.purchasedAt ?? null),
    text('iccid', ({ purchase }) => purchase?.iccid ?? null),
    text('esim_id', ({ purchase }) => purchase?.esimId ?? null),
    text('package_id', ({ purchase }) => purchase?.packageId ?? null),
    text('package', ({ purchase }) => purchase?.packageName ?? null),
    decimal('price', ({ purchase }) => priceOf(purchase)),
    text('currency', ({ purchase }) => purchase?.currency ?? null),
    decimal('difference', differenceOf),
    text('label', ({ purchase }) => purchase?.label ?? null),
    text('cost_centre', ({ purchase }) => purchase?.costCentre ?? null),
    text('note', noteOf),
  ];
}

/** The excess on the invoice, in the currency of both; empty where the two cannot be subtracted. */
export function differenceOf({ line, purchase }: InvoiceMatch): string {
  if (line === null || purchase === null) return '';
  const price = signedPrice(purchase);
  const isOneCurrency = line.currency === null || line.currency === purchase.currency.toUpperCase();
  return price === null || !isOneCurrency ? '' : formatDecimal(minus(line.price, price));
}

/** Remarks beside the status. */
export function noteOf({ status, line, purchase, duplicateOf }: InvoiceMatch): string {
  if (duplicateOf !== null) return `the same as line ${duplicateOf}`;
  if (status !== 'different price' || line === null || purchase === null) return '';
  if (signedPrice(purchase) === null) return 'the price is not known here';
  const currency = purchase.currency === '' ? 'no currency' : purchase.currency;
  return line.currency !== null && line.currency !== purchase.currency.toUpperCase()
    ? `${line.currency} there, ${currency} here`
    : '';
}

function priceOf(purchase: InvoiceMatch['purchase']): string {
  const price = purchase === null ? null : signedPrice(purchase);
  return price === null ? '' : formatDecimal(price);
}

function minus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: rescale(a, scale).units + rescale(negateDecimal(b), scale).units, scale };
}

/** A matched invoice as a file of a profile, piece by piece. */
export function encodeInvoice(
  matches: readonly InvoiceMatch[],
  period: Period,
  profile: ProfileName,
): AsyncIterable<string | Uint8Array> {
  const encode = encoderOf(profile, SCHEMA_VERSION);
  return encode({
    columns: invoiceColumns(period),
    slices: inSlices(matches),
    tally: () => ({ totals: {}, discrepancies: [] }),
  });
}
