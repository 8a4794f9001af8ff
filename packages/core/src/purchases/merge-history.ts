import type { PackagePurchase } from '../fleet/esim.js';
import { HOUR, MINUTE, type UnixSeconds } from '../time/instant.js';

/** The fields of a purchase, whatever the source. */
export type PurchaseFields = Omit<PackagePurchase, 'esimId'>;

/** A stored purchase. */
export interface KnownPurchase extends PurchaseFields {
  readonly id: number;
  /** The instant that puts it into a month. */
  readonly datedAt: UnixSeconds;
}

/** The changes of an answer to an eSIM's stored purchases; those it does not mention stay. */
export interface HistoryChanges {
  readonly added: readonly (PurchaseFields & { readonly datedAt: UnixSeconds })[];
  readonly changed: readonly KnownPurchase[];
}

/**
 * Merges an eSIM's packages history, as the provider sends it now, into what is stored. A purchase stays one however
 * its fields are completed or respelt later and in whatever order they come; what is missing changes nothing.
 *
 * @param at when the history was read: dates a purchase that has no instant
 * @param isFree whether no closed month depends on the month of an instant: only then a purchase moves to the
 *   instant that was completed
 */
export function mergeHistory(
  known: readonly KnownPurchase[],
  reported: readonly PurchaseFields[],
  at: UnixSeconds,
  isFree: (datedAt: UnixSeconds) => boolean,
): HistoryChanges {
  const matches = matched(known, reported);
  const changed: KnownPurchase[] = [];
  const added: (PurchaseFields & { datedAt: UnixSeconds })[] = [];
  for (const purchase of reported) {
    const before = matches.get(purchase);
    if (before === undefined) {
      added.push({ ...purchase, datedAt: purchase.purchasedAt ?? purchase.updatedAt ?? at });
    } else {
      const after = completed(before, purchase, isFree);
      if (FIELDS.some((field) => after[field] !== before[field])) changed.push(after);
    }
  }
  return { added, changed };
}

const FIELDS = [
  'packageId',
  'packageName',
  'type',
  'price',
  'currency',
  'purchasedAt',
  'updatedAt',
  'datedAt',
] as const satisfies readonly (keyof KnownPurchase)[];

function completed(
  before: KnownPurchase,
  now: PurchaseFields,
  isFree: (datedAt: UnixSeconds) => boolean,
): KnownPurchase {
  const purchasedAt = now.purchasedAt ?? before.purchasedAt;
  const moves = purchasedAt !== null && isFree(before.datedAt) && isFree(purchasedAt);
  return {
    id: before.id,
    packageId: now.packageId || before.packageId,
    packageName: now.packageName || before.packageName,
    type: now.type || before.type,
    price: now.price ?? before.price,
    currency: now.currency || before.currency,
    purchasedAt,
    updatedAt: now.updatedAt ?? before.updatedAt,
    datedAt: moves ? purchasedAt : before.datedAt,
  };
}

type Same = (known: KnownPurchase, reported: PurchaseFields) => boolean;

/** From certain to likely: all pairs of one kind are found before the next kind is tried. */
const SAME: readonly Same[] = [
  (a, b) => isSameEntry(a, b) && a.price === b.price && a.currency === b.currency,
  isSameEntry,
  (a, b) => isSameInstant(a, b) && isSamePackage(a, b),
  isSameInstant,
  (a, b) => lacksInstant(a, b) && isSamePackage(a, b) && pricesAgree(a, b),
  (a, b) => lacksInstant(a, b) && a.price !== null && pricesAgree(a, b),
  (a, b) => lacksInstant(a, b) && isSamePackage(a, b),
  (a, b) => isRespeltInstant(a, b) && isSamePackage(a, b) && pricesAgree(a, b),
];

function matched(
  known: readonly KnownPurchase[],
  reported: readonly PurchaseFields[],
): ReadonlyMap<PurchaseFields, KnownPurchase> {
  const matches = new Map<PurchaseFields, KnownPurchase>();
  let left = [...known];
  for (const same of SAME) {
    for (const purchase of reported) {
      if (matches.has(purchase)) continue;
      const match = left.find((candidate) => same(candidate, purchase));
      if (match === undefined) continue;
      matches.set(purchase, match);
      left = left.filter((candidate) => candidate !== match);
    }
  }
  return matches;
}

function isSameEntry(a: KnownPurchase, b: PurchaseFields): boolean {
  return a.packageId === b.packageId && a.type === b.type && a.purchasedAt === b.purchasedAt;
}

function isSameInstant(a: KnownPurchase, b: PurchaseFields): boolean {
  return a.purchasedAt !== null && a.purchasedAt === b.purchasedAt;
}

/** One of them has no instant of purchase, so it cannot distinguish them. */
function lacksInstant(a: KnownPurchase, b: PurchaseFields): boolean {
  return a.purchasedAt === null || b.purchasedAt === null;
}

function isSamePackage(a: KnownPurchase, b: PurchaseFields): boolean {
  return (
    (a.packageId !== '' && a.packageId === b.packageId) ||
    (a.packageName !== '' && a.packageName === b.packageName)
  );
}

function pricesAgree(a: KnownPurchase, b: PurchaseFields): boolean {
  return (
    (a.price === null || b.price === null || a.price === b.price) &&
    (a.currency === '' || b.currency === '' || a.currency === b.currency)
  );
}

/** The same instant as another time zone writes it, or an instant corrected since: the last update gives it away. */
function isRespeltInstant(a: KnownPurchase, b: PurchaseFields): boolean {
  if (a.purchasedAt === null || b.purchasedAt === null) return false;
  if (a.updatedAt !== null && a.updatedAt === b.updatedAt) return true;
  const apart = Math.abs(a.purchasedAt - b.purchasedAt);
  return apart <= WIDEST_OFFSET && apart % OFFSET_STEP === 0;
}

/** Offsets of time zones: up to 14 hours, in steps of a quarter of an hour. */
const WIDEST_OFFSET = 14 * HOUR;
const OFFSET_STEP = 15 * MINUTE;
