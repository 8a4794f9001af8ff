import { type EsimKey, isSameReading, type NewReading } from '@roamwatch/core';
import { columnsOf, type ReadingColumns } from '../../sql/usage/last-reading.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { NOT_FAILING } from '../fleet/record-failure.js';

/**
 * Remembers a reading as the last one. A whole one clears the eSIM's failure; one of which figures are missing does not.
 *
 * The last reading is stored with the eSIM's state. `reading` contains the first of every stretch of equal figures,
 * and the last one too once the stretch has ended. So a fleet at rest adds no rows.
 */
export function recordReading(
  connection: Connection,
): (esim: EsimKey, reading: NewReading, isWhole: boolean) => void {
  const rememberPart = connection.prepare(rememberedAs({}));
  const rememberWhole = connection.prepare(rememberedAs(NOT_FAILING));
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

  return (esim, { now, former, unlimited }, isWhole) =>
    connection.transaction(() => {
      if (former === null || !isSameReading(former, now)) {
        if (former !== null) keep.run(columnsOf(esim, former));
        keep.run(columnsOf(esim, now));
      }
      const remember = isWhole ? rememberWhole : rememberPart;
      remember.run({ ...columnsOf(esim, now), unlimited: Number(unlimited) });
    });
}

function rememberedAs(also: Partial<typeof NOT_FAILING>) {
  return (db: Queries, p: Params<ReadingColumns & { unlimited: number }>) =>
    db
      .updateTable('esim_state')
      .set({
        reading_at: p.at,
        allowance_bytes: p.allowanceBytes,
        remaining_bytes: p.remainingBytes,
        package_started_at: p.packageStartedAt,
        package_ends_at: p.packageEndsAt,
        unlimited_by_usage: p.unlimited,
        ...also,
      })
      .where('esim', '=', p.esim);
}
