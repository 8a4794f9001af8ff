import type { Closing, ClosingEvent, FrozenRows, UnixSeconds } from '@roamwatch/core';

/** Months that finance has closed. Their rows are read through `createReportSource(store).closedMonths`. */
export interface ClosingStore {
  /**
   * Begins to freeze a month. Its rows must be read from a source that is opened after this: whatever changes from
   * now on is looked at for corrections. Whoever began before and did not seal has lost, a process that was killed
   * or one that lives.
   *
   * @throws StoreError `closing` when the month is closed already.
   */
  begin(month: string): Promise<ClosingDraft>;
  /**
   * Forgets the frozen rows of a month and leaves a trace of it: at once for all who read, and then row by row.
   *
   * @throws StoreError `closing` when the month is not closed.
   */
  reopen(month: string, at: UnixSeconds, comment: string): Promise<void>;
  /** Months closed now, oldest first. */
  closings(): readonly Closing[];
  /** Every closing and reopening, oldest first. */
  events(): readonly ClosingEvent[];
}

/** A month that is being frozen: nobody sees it before it is sealed. To be discarded whatever happens. */
export interface ClosingDraft {
  /**
   * Stores the rows as they are given, in slices between which others read and write. They may stream from a report
   * source, which reads over a connection of its own.
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
  seal(closing: Omit<Closing, 'month'>): void;
  /** Removes what was stored, unless it was sealed or another process took over. */
  discard(): Promise<void>;
}
