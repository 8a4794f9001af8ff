import type { Closing, ClosingEvent, FrozenRows, UnixSeconds } from '@roamwatch/core';

/** Months that finance has closed. Their rows are read through `store.snapshot()`. */
export interface ClosingStore {
  /**
   * Begins to freeze a month if `decide` does not throw. Its rows must be read from a snapshot that is opened after
   * this: whatever changes from now on is checked for corrections. A draft that was begun before and not sealed is
   * taken over, whether its process was killed or lives.
   *
   * @throws what `decide` throws, and StoreError `closing` when the month is closed already.
   */
  begin(month: string, decide: (before: ClosingHistory) => void): Promise<ClosingDraft>;
  /**
   * Deletes the frozen rows of a month and records that in the audit log: at once for all readers, and then slice by
   * slice. `decide` returns what to record, or throws.
   *
   * @throws what `decide` throws, and StoreError `closing` when the month is not closed.
   */
  reopen(month: string, decide: (before: ClosingHistory) => Reopening): Promise<void>;
  /** Months closed now, oldest first, and the audit log, oldest first. */
  history(): Promise<ClosingHistory>;
  /** The first month with usage or a purchase, `YYYY-MM`; null when there is none. */
  firstMonthWithRows(): Promise<string | null>;
}

/** The months that are closed, and every closing and reopening there was. */
export interface ClosingHistory {
  readonly closings: readonly Closing[];
  readonly events: readonly ClosingEvent[];
}

/** When, and why, a closed month is opened again. */
export interface Reopening {
  readonly at: UnixSeconds;
  readonly comment: string;
}

/** What is written last when a month is closed. */
export interface Sealing extends Omit<Closing, 'month'> {
  /** The person closing it; left out where unknown. */
  readonly by?: string;
}

/** A month that is being frozen: no reader sees it before it is sealed. Always discard it in the end. */
export interface ClosingDraft {
  /**
   * Stores the rows as they are given, in slices between which others read and write. They may stream from a
   * snapshot, which reads over a separate connection.
   *
   * @throws StoreError `closing` when another process began to close the month.
   */
  fill(rows: FrozenRows): Promise<void>;
  /**
   * From here on the month is closed.
   *
   * @throws StoreError `closing` as `fill` does, and when what was read is out of date because another month was
   * closed or reopened, or a person erased.
   */
  seal(closing: Sealing): Promise<void>;
  /** Removes what was stored, unless it was sealed or another process took over. */
  discard(): Promise<void>;
}
