import type { DateRange, EsimKey, PackagesHistory, SoldPackage, UnixSeconds } from '@roamwatch/core';

/** Packages sold, by the histories that were fetched. */
export interface PurchaseStore {
  /**
   * Merges an eSIM's packages history as the provider sends it now into what is stored: see `mergeHistory` of core. What
   * of it was rejected is counted.
   */
  record(esim: EsimKey, history: PackagesHistory, at: UnixSeconds): Promise<void>;
  /** The same for several eSIMs in one transaction. */
  recordAll(fetched: readonly FetchedHistory[]): Promise<void>;
  /** The packages sold for these eSIMs, oldest first for each, as far as their histories were fetched. */
  packagesOf(esims: readonly EsimKey[]): Promise<ReadonlyMap<EsimKey, readonly SoldPackage[]>>;
  /** In what currency this eSIM's packages were last sold; null when that is not known. */
  currencyOf(esim: EsimKey): Promise<string | null>;
  /**
   * eSIMs whose packages history should be requested, of any status, never requested ones first: it was never fetched,
   * or their package changed after it was, or they were about in `month` and it was not fetched since that ended.
   * A failed one is requested again once its failure is older than `retryBefore`.
   */
  historiesDue(
    when: { readonly month: DateRange; readonly retryBefore: UnixSeconds },
    limit: number,
  ): Promise<readonly HistoryTarget[]>;
  /** Number of eSIMs of a month whose history was neither requested nor tried since it ended. */
  historiesMissing(month: DateRange): Promise<number>;
  /** The history could not be read. */
  historyFailed(esim: EsimKey, at: UnixSeconds): Promise<void>;
}

/** An eSIM's packages history, and when it was fetched. */
export interface FetchedHistory {
  readonly esim: EsimKey;
  readonly history: PackagesHistory;
  readonly at: UnixSeconds;
}

/** An eSIM whose packages history is requested. */
export interface HistoryTarget {
  readonly esim: EsimKey;
  readonly iccid: string;
  /** See `PollTarget`. */
  readonly requestIccid?: string;
}
