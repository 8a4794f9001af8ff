import type { CalendarDate, UnixSeconds } from '@roamwatch/core';
import { lastGoodAt } from '../cycles/cycle-store.js';
import { Connection } from '../database/connection.js';
import { openForReading } from '../database/open-file.js';
import type { Store } from '../store.js';
import { purchases } from './purchases.js';
import { usage } from './usage.js';

/** A span of calendar dates, `to` exclusive. The shapes here are those of the report package. */
export interface DateRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Who an eSIM belonged to on a day, from the inventory entry in force on it. */
export interface Allocation {
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
}

/** One eSIM, day and location. */
export interface UsageRow extends Allocation {
  readonly usageDate: CalendarDate;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly location: string;
  /** Exact; negative only in a correction. */
  readonly usedBytes: number;
  readonly quality: 'reported' | 'restated';
  readonly firstSeenAt: UnixSeconds;
  readonly lastChangedAt: UnixSeconds;
}

/** One package bought or refunded. */
export interface PurchaseRow extends Allocation {
  /** When the provider gives no time of purchase: of its last update, or else when it was first seen. */
  readonly purchasedAt: UnixSeconds;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly packageId: string;
  readonly packageName: string;
  readonly type: string;
  /** Decimal text; null when the provider gave no readable price. */
  readonly price: string | null;
  readonly currency: string;
}

export interface ReportSource {
  /** In order of usage date, ICCID, eSIM id and location. */
  usage(range: DateRange): Iterable<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): Iterable<PurchaseRow>;
  /** The last good poll: the figures are true as of then. Null before the first. */
  dataAsOf(): UnixSeconds | null;
}

/** A snapshot of the database for one report; to be closed after it. */
export interface ReportSnapshot extends ReportSource {
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
    dataAsOf: lastGoodAt(connection),
    close: () => void sqlite.close(),
  };
}
