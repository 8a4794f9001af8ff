import { type ReportSource, withClosedMonths } from '@roamwatch/report';
import type { Store } from '@roamwatch/store';

/** Everything reports are made from, as it is at one moment. To be closed after use. */
export interface ReportSnapshot extends ReportSource {
  close(): Promise<void>;
}

/** A snapshot of the database seen through its closed months: all files made from it add up, whatever is written meanwhile. */
export async function openReportSource(store: Pick<Store, 'snapshot'>): Promise<ReportSnapshot> {
  const snapshot = await store.snapshot();
  const source = withClosedMonths(snapshot, snapshot.closedMonths);
  return { ...source, close: snapshot.close };
}

/** The same source; `onRow` is called for every usage row that is read. */
export function countingRows(source: ReportSnapshot, onRow: () => void): ReportSnapshot {
  return {
    ...source,
    async *usage(range) {
      for await (const rows of source.usage(range)) {
        for (let row = 0; row < rows.length; row += 1) onRow();
        yield rows;
      }
    },
  };
}
