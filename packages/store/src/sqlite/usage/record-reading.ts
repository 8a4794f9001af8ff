import type { EsimKey, Reading } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { NOT_FAILING } from '../fleet/record-failure.js';

interface ReadingColumns {
  esim: number;
  at: number;
  allowanceBytes: number | null;
  remainingBytes: number | null;
  packageStartedAt: number | null;
  packageEndsAt: number | null;
}

/**
 * Remembers a reading as the last good one and clears the eSIM's failure. `former` is the last good one until now.
 *
 * The last good reading stands with the eSIM's state; `reading` holds the first of every stretch of equal figures,
 * and the last one too once the stretch has ended. So a fleet at rest adds no rows.
 */
export function recordReading(
  connection: Connection,
): (esim: EsimKey, reading: Reading, former: Reading | null) => void {
  const remember = connection.prepare((db, p: Params<ReadingColumns>) =>
    db
      .updateTable('esim_state')
      .set({
        reading_at: p.at,
        allowance_bytes: p.allowanceBytes,
        remaining_bytes: p.remainingBytes,
        package_started_at: p.packageStartedAt,
        package_ends_at: p.packageEndsAt,
        ...NOT_FAILING,
      })
      .where('esim', '=', p.esim),
  );
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

  return (esim, reading, former) =>
    connection.transaction(() => {
      if (former === null || !sameFigures(former, reading)) {
        if (former !== null) keep.run(columnsOf(esim, former));
        keep.run(columnsOf(esim, reading));
      }
      remember.run(columnsOf(esim, reading));
    });
}

function columnsOf(esim: EsimKey, reading: Reading): ReadingColumns {
  const { at, allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt } = reading;
  return { esim, at, allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt };
}

function sameFigures(a: Reading, b: Reading): boolean {
  return (
    a.allowanceBytes === b.allowanceBytes &&
    a.remainingBytes === b.remainingBytes &&
    a.packageStartedAt === b.packageStartedAt &&
    a.packageEndsAt === b.packageEndsAt
  );
}
