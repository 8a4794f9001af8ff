import {
  type Decimal,
  formatDecimal,
  MoneyTotal,
  negateDecimal,
  type PurchaseRow,
  type RowStream,
  signedPrice,
  type UnixSeconds,
} from '@roamwatch/core';

/** The closed rows of the purchases made at these instants, the oldest month first. */
export type ClosedPurchasesOf = (
  instants: readonly { readonly esimId: string; readonly purchasedAt: UnixSeconds }[],
) => Promise<readonly PurchaseRow[]>;

/** The type of a row that corrects the price or the currency of a closed purchase. */
const CORRECTION_TYPE = 'correction';

/**
 * The corrections that make closed purchases true now, per currency: a purchase that came late as
 * it is, and what changed of the others as the difference, in a row of type `correction`. A purchase keeps its eSIM and
 * its instant whatever the provider completes or respells, so those two identify it; all that an eSIM bought in
 * one second is compared together. A purchase that no longer exists is no correction.
 */
export async function* purchaseCorrections(
  closedOf: ClosedPurchasesOf,
  present: RowStream<PurchaseRow>,
): AsyncGenerator<readonly PurchaseRow[]> {
  for await (const rows of byInstant(present)) {
    const closed = Map.groupBy(await closedOf(rows), esimAndInstant);
    yield [...Map.groupBy(rows, esimAndInstant)].flatMap(([key, bought]) =>
      corrected(bought, closed.get(key) ?? []),
    );
  }
}

/** `bought` and `closed` are what an eSIM bought at one instant. */
function corrected(bought: readonly PurchaseRow[], closed: readonly PurchaseRow[]): readonly PurchaseRow[] {
  const late = lateAmong(bought, closed);
  const known = bought.find((row) => !late.includes(row)) ?? closed[0] ?? bought[0];
  const missing = new MoneyTotal();
  for (const row of bought) if (!late.includes(row)) missing.add(row.currency, signedPrice(row));
  for (const row of closed) missing.add(row.currency, negated(signedPrice(row)));
  return [...late, ...missing.nonZero.flatMap(([currency, amount]) => correction(known, currency, amount))];
}

/** More purchases than were closed: those whose package is not among the closed ones, or else the last. */
function lateAmong(bought: readonly PurchaseRow[], closed: readonly PurchaseRow[]): readonly PurchaseRow[] {
  const counted = closed.filter(({ type }) => type !== CORRECTION_TYPE);
  const late = bought.length - counted.length;
  if (late <= 0) return [];
  const packages = counted.map(({ packageId }) => packageId);
  const unknown = bought.filter(({ packageId }) => {
    const index = packages.indexOf(packageId);
    if (index >= 0) packages.splice(index, 1);
    return index < 0;
  });
  return unknown.slice(-late);
}

function correction(known: PurchaseRow | undefined, currency: string, amount: Decimal): PurchaseRow[] {
  if (known === undefined) return [];
  const { refund: _, ...row } = known;
  return [
    { ...row, type: CORRECTION_TYPE, price: formatDecimal(amount), currency, chargeClass: 'Correction' },
  ];
}

function negated(price: Decimal | null): Decimal | null {
  return price === null ? null : negateDecimal(price);
}

function esimAndInstant({ esimId, purchasedAt }: PurchaseRow): string {
  return `${purchasedAt}\0${esimId}`;
}

/** The same rows, which come by instant; those of one instant always in one slice. */
async function* byInstant(rows: RowStream<PurchaseRow>): AsyncGenerator<readonly PurchaseRow[]> {
  let held: readonly PurchaseRow[] = [];
  for await (const slice of rows) {
    const all = [...held, ...slice];
    const last = all.at(-1)?.purchasedAt;
    const cut = all.findIndex(({ purchasedAt }) => purchasedAt === last);
    if (cut > 0) yield all.slice(0, cut);
    held = all.slice(cut);
  }
  if (held.length > 0) yield held;
}
