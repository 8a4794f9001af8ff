import { createClosedMonths } from '../../sql/closing/closed-months.js';
import { lastGoodCycle } from '../../sql/cycles/last-good-cycle.js';
import { completeness } from '../../sql/report/completeness.js';
import { latePurchases, lateUsage } from '../../sql/report/late.js';
import { purchases } from '../../sql/report/purchases.js';
import { spent } from '../../sql/report/spent.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { packages } from './packages.js';
import { reconciliation } from './reconciliation.js';
import { usage } from './usage.js';
import { used } from './used.js';

/** A transaction that only reads, and sees the database as it is at this moment whatever is written meanwhile. */
export async function openSnapshot(connection: Connection): Promise<ReportSnapshot> {
  const snapshot = await connection.snapshot();
  try {
    return {
      dataAsOf: await lastGoodCycle(snapshot)(),
      closedMonths: await createClosedMonths(snapshot),
      usage: usage(snapshot),
      purchases: purchases(snapshot),
      lateUsage: lateUsage(snapshot),
      latePurchases: latePurchases(snapshot),
      reconciliation: reconciliation(snapshot),
      packages: packages(snapshot),
      spent: spent(snapshot),
      used: used(snapshot),
      completeness: completeness(snapshot),
      close: () => snapshot.close(),
    };
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}
