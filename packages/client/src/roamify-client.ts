import type { ListedEsim, UsageDetails, UsageDetailsRead } from '@roamwatch/core';
import type { ApplyOptions } from './apply.js';
import type { InstallableEsim } from './decode/esim.js';
import type { KnownDays } from './decode/known-days.js';
import type { ListBatch } from './decode/list.js';
import type { PackagesHistory, TopUps } from './decode/packages.js';
import type { Usage } from './decode/usage.js';
import type { LaterOperations } from './later/later-client.js';
import type { CallOptions } from './options.js';
import type { ListOptions, RawRoamifyClient, TopUpOptions } from './raw-client.js';
import type { ApplyByEsimId, ApplyByReference } from './wire.js';

/** Options of calls whose answer contains what an installer needs. */
export interface LookUpOptions extends CallOptions {
  /** Also return what an installer needs. Secrets: neither log nor store them. */
  readonly secrets?: boolean;
}

/** Options of `changedUsageDetails`. */
export interface ChangedOptions extends CallOptions {
  /** Daily rows that may be left out if they come again. Called for an answer that changed. */
  readonly knownDays?: () => KnownDays | null;
}

/** `details` is null where nothing changed. */
export type ChangedUsageDetails = {
  /** To be given as `known` with the next call. */
  readonly fingerprint: string;
} & (UsageDetailsRead | { readonly details: null });

/**
 * The eight operations of the Roamify eSIM API. Every method throws `RoamifyError`; anything else is a bug, or what
 * a function among the options throws.
 *
 * An ICCID may be given in any spelling. Requests use the provider's own wherever an answer has shown it.
 */
export interface RoamifyClient extends AsyncDisposable {
  /**
   * Generates an eSIM's profile; up to 90 s. It is requested once. When that ends undecided (a time-out, "still
   * pending processing", a lost connection) the eSIM is looked up by its id until the profile is there.
   */
  applyProfile(esim: ApplyByEsimId, options: ApplyOptions & { secrets: true }): Promise<InstallableEsim>;
  /** The same without what an installer needs. */
  applyProfile(esim: ApplyByEsimId, options?: ApplyOptions & LookUpOptions): Promise<ListedEsim>;
  /**
   * Generates the profiles of all eSIMs ordered under a reference (later documentation). Sent once, and not followed
   * up: when it ends undecided, list them by `referenceId`.
   */
  applyProfile(
    order: ApplyByReference,
    options: LookUpOptions & { secrets: true },
  ): Promise<readonly InstallableEsim[]>;
  /** The same without what an installer needs. */
  applyProfile(order: ApplyByReference, options?: LookUpOptions): Promise<readonly ListedEsim[]>;
  /** Figures are in the provider's own units, which its sources contradict each other about. */
  usage(iccid: string, options?: CallOptions): Promise<Usage>;
  /** The same with a figure per day and place. Rows that cannot be read are in `rejected`. */
  usageDetails(iccid: string, options?: CallOptions): Promise<UsageDetails>;
  /**
   * The same for regular polling: an answer that is byte for byte the one with the `known` fingerprint is not read,
   * which is most of a call's work. Of another one, `knownDays` need not be read either.
   */
  changedUsageDetails(
    iccid: string,
    known: string | null,
    options?: ChangedOptions,
  ): Promise<ChangedUsageDetails>;
  /** Packages that can be added, with exact decimal prices and data in bytes. */
  topUpPackages(iccid: string, options?: TopUpOptions): Promise<TopUps>;
  /** Packages that were applied, with exact decimal prices. Refunds are among them, by their `type`. */
  packagesHistory(iccid: string, options?: CallOptions): Promise<PackagesHistory>;
  /** One eSIM with what an installer needs. Throws `not-found` when the account has none with this ICCID. */
  esimByIccid(iccid: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  /** One eSIM as the list shows it. Throws `not-found` when the account has none with this ICCID. */
  esimByIccid(iccid: string, options?: LookUpOptions): Promise<ListedEsim>;
  /** One eSIM with what an installer needs, by the provider's id. */
  esimById(esimId: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  /** One eSIM as the list shows it, by the provider's id. */
  esimById(esimId: string, options?: LookUpOptions): Promise<ListedEsim>;
  /**
   * One list call, decoded as it comes in. It counts only when the iteration ends without an error. It occupies one of
   * the `concurrency` turns until then, so do not wait for other calls inside the loop. To get a whole fleet use
   * `listFleet`.
   */
  listEsims(options?: ListOptions & LookUpOptions): AsyncIterable<ListBatch>;
  /** The same operations without interpretation: what the API answers, as it comes. */
  readonly raw: RawRoamifyClient;
  /** Operations of the vendor's later public pages, beside the eight. */
  readonly later: LaterOperations;
  /** Stops everything under way and closes the connections; `await using` does so at the end of a block. */
  close(): Promise<void>;
}
