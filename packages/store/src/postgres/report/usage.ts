import { toDay } from '../../schema/day.js';
import type { Params } from '../../sql/database/database.js';
import { inPages } from '../../sql/database/in-pages.js';
import { toUsageRow, usageRows } from '../../sql/report/usage-rows.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Snapshot } from '../database/connection.js';

/** One query: the server sorts, on its disk where it must, and sends a page at a time. */
export function usage(snapshot: Snapshot): ReportSnapshot['usage'] {
  const select = snapshot.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    usageRows(db).where('day.date', '>=', from).where('day.date', '<', to),
  );
  return (range) => inPages(select.pages({ from: toDay(range.from), to: toDay(range.to) }), toUsageRow);
}
