import type { UnixSeconds } from '../time/instant.js';

/** The row number of an eSIM in the store. */
export type EsimKey = number;

/**
 * A status as the provider wrote it, in upper case. The seed documents the known ones; others appear on the
 * vendor's later pages, and an unknown status is data, not an error.
 */
export type EsimStatus = string;

/** The statuses the list call documents as filters. */
export const DOCUMENTED_STATUSES = ['NEW', 'READY', 'INSTALLED', 'REVOKED', 'EXPIRED', 'UNKNOWN'] as const;

/** An eSIM as the list (or a single look-up) describes it, without anything only an installer needs. */
export interface ListedEsim {
  readonly esimId: string;
  /** In its canonical spelling, see `canonicalIccid`. Null until the profile has been generated. */
  readonly iccid: string | null;
  /** How the provider spells the ICCID, for requests; absent where that is the canonical spelling. */
  readonly requestIccid?: string;
  readonly status: EsimStatus;
  /** False: usage calls are not supported for it; `notes` names the alternative. */
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly topUp: boolean;
  readonly notes: readonly string[];
  readonly createdAt: UnixSeconds | null;
  readonly updatedAt: UnixSeconds | null;
  /** Of a `READY` eSIM: when the unused profile expires. */
  readonly expiresAt: UnixSeconds | null;
}

/** A package that was applied to an eSIM (operation "packages history"). */
export interface PackagePurchase {
  readonly esimId: string;
  readonly packageId: string;
  readonly packageName: string;
  /** As the provider writes it: `esim`, `topup`, … */
  readonly type: string;
  /** Decimal text, never a binary float; null when the provider gave none that can be read. */
  readonly price: string | null;
  readonly currency: string;
  readonly purchasedAt: UnixSeconds | null;
  readonly updatedAt: UnixSeconds | null;
}

/** A package that could be added to an eSIM (operation "compatible top-ups"). */
export interface TopUpPackage {
  readonly packageId: string;
  readonly packageName: string;
  readonly days: number | null;
  readonly price: string | null;
  readonly currency: string | null;
  readonly unlimited: boolean;
  /** From `dataAmount` and `dataUnit`; null when unlimited, missing or -1. */
  readonly dataBytes: number | null;
}
