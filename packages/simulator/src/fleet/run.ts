import type { UnixSeconds } from '@roamwatch/core';
import type { Country } from './country.js';
import type { UsageCurve } from './curve.js';
import type { Leg } from './journey.js';
import type { Offer } from './offer.js';

/** One journey of a traveller: where they were, and what they used. */
export interface Travelled {
  readonly legs: readonly [Leg, ...Leg[]];
  readonly curve: UsageCurve;
}

/** A package on an eSIM, from its purchase on, with the top-ups that raised it. */
export interface PackageRun {
  /** From 1. */
  readonly number: number;
  readonly country: Country;
  readonly purchasedAt: UnixSeconds;
  /** First use; null: never used. */
  readonly startsAt: UnixSeconds | null;
  /** The journey it serves; null: none. */
  readonly travelled: Travelled | null;
  /** The package itself, then its top-ups, oldest first. */
  readonly purchases: readonly [Purchase, ...Purchase[]];
}

/** The state of a package since a purchase. */
export interface Purchase {
  readonly at: UnixSeconds;
  readonly offer: Offer;
  /** Null: unlimited. */
  readonly allowanceBytes: number | null;
  /** When the package ends as known since this purchase; null: never used, so it does not run. */
  readonly endsAt: UnixSeconds | null;
}

/** The latest purchase of a run at an instant; its first one before that. */
export function purchaseAt(run: PackageRun, at: UnixSeconds): Purchase {
  return run.purchases.findLast((purchase) => purchase.at <= at) ?? run.purchases[0];
}

/** When the last top-up lets the package end; null: it does not run. */
export function finalEndOf({ purchases }: PackageRun): UnixSeconds | null {
  return (purchases.at(-1) ?? purchases[0]).endsAt;
}

/** Whole bytes used of a run before `at`. The journey may continue with the next package. */
export function usedOfRun(run: PackageRun, at: UnixSeconds): number {
  const endsAt = finalEndOf(run);
  if (run.travelled === null || run.startsAt === null || endsAt === null || at <= run.startsAt) return 0;
  const { curve } = run.travelled;
  return curve.usedBytes(Math.min(at, endsAt)) - curve.usedBytes(run.startsAt);
}

/** Null: unlimited. */
export function remainingOfRun(run: PackageRun, at: UnixSeconds): number | null {
  const { allowanceBytes } = purchaseAt(run, at);
  return allowanceBytes === null ? null : allowanceBytes - usedOfRun(run, at);
}

/** The events of each journey, in order. Several packages can serve one. */
export function journeysOf(runs: readonly PackageRun[]): readonly Travelled[] {
  const journeys: Travelled[] = [];
  for (const { travelled } of runs) {
    if (travelled !== null && travelled !== journeys.at(-1)) journeys.push(travelled);
  }
  return journeys;
}
