import type { Store } from '../../store.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import { createClosedMonths } from '../closing/closed-months.js';
import { lastGoodAt } from '../cycles/cycle-store.js';
import { Connection } from '../database/connection.js';
import { openForReading } from '../database/open-file.js';
import { latePurchases, lateUsage } from './late.js';
import { purchases } from './purchases.js';
import { reconciliation } from './reconciliation.js';
import { usage } from './usage.js';

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
    closedMonths: createClosedMonths(connection),
    close: () => void sqlite.close(),
  };
}
