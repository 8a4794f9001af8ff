import { type EsimKey, isSameReading, type NewReading } from '@roamwatch/core';
import { columnsOf, type ReadingColumns } from '../../sql/usage/last-reading.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/**
 * Keeps a reading that differs from the one before, along with that. The last reading is stored with the eSIM's state
 * (`rememberAnswers`). `reading` contains the first of every stretch of equal figures, and the last one too once the stretch has
 * ended. So a fleet at rest adds no rows.
 */
export function recordReading(connection: Connection): (esim: EsimKey, reading: NewReading) => void {
  const keep = connection.prepare((db, p: Params<ReadingColumns>) =>
    db.replaceInto('reading').values({
      esim: p.esim,
      at: p.at,
      allowance_bytes: p.allowanceBytes,
      remaining_bytes: p.remainingBytes,
      package_started_at: p.packageStartedAt,
      package_ends_at: p.packageEndsAt,
    }),
  );
  return (esim, { now, former, isFormerKept }) => {
    if (former !== null && isSameReading(former, now)) return;
    if (former !== null && !isFormerKept) keep.run(columnsOf(esim, former));
    keep.run(columnsOf(esim, now));
  };
}
