import type { CallOptions } from './options.js';
import type {
  ApplyRequest,
  WireEsim,
  WirePackagePurchase,
  WireTopUpPackage,
  WireUsage,
  WireUsageDetails,
} from './wire.js';

/** Filters of `topUpPackages`. */
export interface TopUpOptions extends CallOptions {
  /** Only packages of this many days. */
  readonly days?: number;
  /** Only packages of this many GB. */
  readonly gbs?: number;
  /** Only unlimited packages, or only others. */
  readonly isUnlimited?: boolean;
  /** Only this package. */
  readonly packageId?: string;
}

/** Filters of `listEsims`. */
export interface ListOptions extends CallOptions {
  /** Only eSIMs of this status. */
  readonly status?: string;
  /** At most this many. Without it the provider returns 50, whatever there is. */
  readonly limit?: number;
  /** Only eSIMs ordered under this reference. */
  readonly referenceId?: string;
}

/**
 * The same operations with the same rates, retries and errors, and what the API answers as it comes: the `data` of the
 * envelope, every field of it, the figures and names in the provider's own spelling, and **with the secrets** an
 * installer needs. Only the envelope, the size and the nesting are checked: the types are those of the spec, not of what was found.
 */
export interface RawRoamifyClient {
  /** Sent once, and not followed up. By reference the answer is an array. */
  applyProfile(request: ApplyRequest, options?: CallOptions): Promise<WireEsim | WireEsim[]>;
  /** The current allowance, in the provider's own unit. */
  usage(iccid: string, options?: CallOptions): Promise<WireUsage>;
  /** The same with a figure per day and place. */
  usageDetails(iccid: string, options?: CallOptions): Promise<WireUsageDetails>;
  /** Packages that can be added. */
  topUpPackages(iccid: string, options?: TopUpOptions): Promise<readonly WireTopUpPackage[]>;
  /** Packages that were applied. */
  packagesHistory(iccid: string, options?: CallOptions): Promise<readonly WirePackagePurchase[]>;
  /** One eSIM; `not-found` when the account has none with this ICCID. */
  esimByIccid(iccid: string, options?: CallOptions): Promise<WireEsim>;
  /** One eSIM; `not-found` when the account has none with this id. */
  esimById(esimId: string, options?: CallOptions): Promise<WireEsim>;
  /** One list call, in batches as it comes in. It counts only when the iteration ends without an error. */
  listEsims(options?: ListOptions): AsyncIterable<readonly WireEsim[]>;
}
