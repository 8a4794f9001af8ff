import type { UnixSeconds } from '@roamwatch/core';
import type { Ledger, ReconciliationRow } from '../closing/closing.js';
import { createLedger } from '../closing/ledger.js';
import { lastGoodAt } from '../cycles/cycle-store.js';
import { Connection } from '../database/connection.js';
import { openForReading } from '../database/open-file.js';
import type { Store } from '../store.js';
import { latePurchases, lateUsage } from './late.js';
import { purchases } from './purchases.js';
import { reconciliation } from './reconciliation.js';
import type { DateRange, PurchaseRow, UsageRow } from './rows.js';
import { usage } from './usage.js';

/** The figures as they are now. */
export interface ReportSource {
  /** In order of ICCID, eSIM id, usage date, and of when a place was first met. */
  usage(range: DateRange): Iterable<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): Iterable<PurchaseRow>;
  /** Those rows of `usage` that may differ from what was closed of their day. */
  lateUsage(range: DateRange): Iterable<UsageRow>;
  /** Those rows of `purchases` that may differ from what was closed of them. */
  latePurchases(range: DateRange): Iterable<PurchaseRow>;
  /** Packages with a reading or a daily row within the range, in order of ICCID, eSIM id and package start. */
  reconciliation(range: DateRange): Iterable<ReconciliationRow>;
  /** The last good poll: the figures are true as of then. Null before the first. */
  dataAsOf(): UnixSeconds | null;
}

/** A snapshot of the database for one report; to be closed after it. */
export interface ReportSnapshot extends ReportSource {
  readonly ledger: Ledger;
  close(): void;
}

/**
 * Opens a reading connection of its own, which sees the database as it is at this moment whatever is written
 * meanwhile: all files of one report add up, and the daemon goes on polling between two rows.
 */
export function createReportSource(store: Pick<Store, 'file'>): ReportSnapshot {
  const sqlite = openForReading(store.file);
  sqlite.exec('begin; select 1 from esim limit 1');
  const connection = new Connection(sqlite);
  return {
    usage: usage(connection),
    purchases: purchases(connection),
    lateUsage: lateUsage(connection),
    latePurchases: latePurchases(connection),
    reconciliation: reconciliation(connection),
    dataAsOf: lastGoodAt(connection),
    ledger: createLedger(connection),
    close: () => void sqlite.close(),
  };
}
