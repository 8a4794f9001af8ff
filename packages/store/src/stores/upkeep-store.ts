import type { CalendarDate, UnixSeconds } from '@roamwatch/core';
import type { StoreError } from '../store-error.js';

/** Operations on the database as a whole. */
export interface UpkeepStore {
  /**
   * Writes a complete, compact copy to `file` (mode 0600), replacing what is there once it is complete. Other
   * processes go on working; this one waits.
   */
  backup(file: string): Promise<void>;
  /** Why the database cannot be used, such as a full disk or a file that was deleted; null when nothing is known to be wrong. */
  fault(): Promise<StoreError | null>;
  /**
   * Instants in the future were written by a clock that was wrong. Those that would keep something from being done are
   * set to `now`. Does little when there are none. True when there were some.
   */
  pullBack(now: UnixSeconds): Promise<boolean>;
  /** The clock of the database's server, in milliseconds; null: it is that of this machine. */
  serverTime(): Promise<number | null>;
  /** The size of the database, its journal included, in bytes. */
  size(): Promise<number>;
  /** Reads the whole file and lists its faults; empty when it is sound. Slow on a large file. */
  check(): Promise<readonly string[]>;
  /**
   * Removes what is older than the retention, all or nothing. Open alerts, alerts of a current epoch, their notifications,
   * and messages not yet delivered always stay, so that nothing is sent twice.
   */
  prune(retention: Retention): Promise<Pruned>;
  /**
   * Erases what is personal about an eSIM's traveller: label, address, readings and places, also in closed months,
   * alerts and messages. Finance's figures stay, without them. A trace stays that it was done. The entry stays
   * erased when the inventory is read again, until it is changed there.
   *
   * @returns false when neither an eSIM nor the inventory knows the ICCID.
   */
  forget(iccid: string, at: UnixSeconds): Promise<boolean>;
  /** When personal data were erased, oldest first. */
  erasures(): Promise<readonly Erasure[]>;
}

/** The data to delete; a kind that is left out is kept for ever. */
export interface Retention {
  /** Readings before this are thinned to the last one of each UTC day. */
  readonly thinReadingsBefore?: UnixSeconds;
  /** Readings of closed months before this. */
  readonly dropReadingsBefore?: UnixSeconds;
  /** Alerts resolved before this, with their history, of epochs that are over. */
  readonly dropAlertsBefore?: UnixSeconds;
  /** Messages that ended before this and are about no alert that stays. */
  readonly dropMessagesBefore?: UnixSeconds;
  readonly dropCyclesBefore?: UnixSeconds;
  readonly dropRejectedBefore?: UnixSeconds;
  /** Daily rows of closed months and dates before this, with their former values; closed months keep their frozen rows. */
  readonly dropDaysBefore?: CalendarDate;
}

/** Rows removed. */
export interface Pruned {
  readonly readings: number;
  readonly alerts: number;
  readonly messages: number;
  readonly cycles: number;
  readonly rejected: number;
  readonly days: number;
}

/** When a person's data about an eSIM were erased. */
export interface Erasure {
  readonly iccid: string;
  readonly at: UnixSeconds;
}
