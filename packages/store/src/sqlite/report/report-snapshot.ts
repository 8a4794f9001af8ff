import { createClosedMonths } from '../../sql/closing/closed-months.js';
import { lastGoodCycle } from '../../sql/cycles/last-good-cycle.js';
import { completeness } from '../../sql/report/completeness.js';
import { latePurchases, lateUsage } from '../../sql/report/late.js';
import { purchases } from '../../sql/report/purchases.js';
import { spent } from '../../sql/report/spent.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import { Connection } from '../database/connection.js';
import { openForReading } from '../database/open-file.js';
import { packages } from './packages.js';
import { reconciliation } from './reconciliation.js';
import { usage } from './usage.js';
import { used } from './used.js';

/** Opens a separate read connection, which sees the database as it is at this moment whatever is written meanwhile. */
export async function openSnapshot(file: string): Promise<ReportSnapshot> {
  const sqlite = openForReading(file);
  sqlite.exec('begin; select 1 from esim limit 1');
  return snapshotOver(new Connection(sqlite), async () => void sqlite.close());
}

/** The same over the connection of a database that nobody else can open. Writes to it meanwhile change what is read. */
export async function snapshotOver(
  connection: Connection,
  close: () => Promise<void> = async () => {},
): Promise<ReportSnapshot> {
  return {
    dataAsOf: await lastGoodCycle(connection)(),
    closedMonths: await createClosedMonths(connection),
    usage: usage(connection),
    purchases: purchases(connection),
    lateUsage: lateUsage(connection),
    latePurchases: latePurchases(connection),
    reconciliation: reconciliation(connection),
    packages: packages(connection),
    spent: spent(connection),
    used: used(connection),
    completeness: completeness(connection),
    close,
  };
}
