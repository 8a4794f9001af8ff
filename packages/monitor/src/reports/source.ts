import { type ReportSource, withClosedMonths } from '@roamwatch/report';
import { createReportSource, type Store } from '@roamwatch/store';

/** Everything reports are made from, as it is at one moment. To be closed after use. */
export interface ReportSnapshot extends Required<Omit<ReportSource, 'lateUsage' | 'latePurchases'>> {
  close(): void;
}

/**
 * A snapshot of the database seen through its closed months, over a connection of its own: all files made from it
 * add up, whatever is written meanwhile.
 */
export function openReportSource(store: Pick<Store, 'file'>): ReportSnapshot {
  const snapshot = createReportSource(store);
  const source = withClosedMonths(snapshot, snapshot.closedMonths);
  return {
    usage: source.usage,
    purchases: source.purchases,
    reconciliation: source.reconciliation ?? snapshot.reconciliation,
    closing: (range) => source.closing?.(range) ?? null,
    dataAsOf: source.dataAsOf,
    close: snapshot.close,
  };
}

/** The same source; `onRow` hears of every usage row that is read. */
export function heard(source: ReportSnapshot, onRow: () => void): ReportSnapshot {
  return {
    ...source,
    *usage(range) {
      for (const row of source.usage(range)) {
        onRow();
        yield row;
      }
    },
  };
}
