import { type EsimKey, isSameReading, type NewReading } from '@roamwatch/core';
import { sql } from 'kysely';
import { columnsOf, type ReadingColumns } from '../../sql/usage/last-reading.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

export interface ReadingOf extends NewReading {
  readonly esim: EsimKey;
  /** A whole one clears the eSIM's failure; one of which figures are missing does not. */
  readonly isWhole: boolean;
}

const COLUMNS = {
  esim: 'bigint',
  at: 'bigint',
  allowanceBytes: 'bigint',
  remainingBytes: 'bigint',
  packageStartedAt: 'bigint',
  packageEndsAt: 'bigint',
} as const;

/**
 * Remembers readings as the last ones. `reading` contains the first of every stretch of
 * equal figures, and the last one too once the stretch has ended.
 */
export function recordReadings(connection: Connection): (readings: readonly ReadingOf[]) => Promise<void> {
  async function keep(rows: readonly ReadingColumns[]): Promise<void> {
    if (rows.length === 0) return;
    await connection.change(sql`insert into reading
      select esim, at, "allowanceBytes", "remainingBytes", "packageStartedAt", "packageEndsAt"
      from ${tableOf('given', rows, COLUMNS)} order by esim, at
      on conflict (esim, at) do update set allowance_bytes = excluded.allowance_bytes,
        remaining_bytes = excluded.remaining_bytes, package_started_at = excluded.package_started_at,
        package_ends_at = excluded.package_ends_at`);
  }

  return async (readings) => {
    if (readings.length === 0) return;
    const kept = new Map<string, ReadingColumns>();
    for (const { esim, now, former, isFormerKept } of readings) {
      if (former !== null && isSameReading(former, now)) continue;
      for (const one of former === null || isFormerKept ? [now] : [former, now])
        kept.set(`${esim} ${one.at}`, columnsOf(esim, one));
    }
    await keep([...kept.values()]);
    const rows = readings.map(({ esim, now, unlimited, isWhole }) => ({
      ...columnsOf(esim, now),
      unlimited: Number(unlimited),
      isWhole: Number(isWhole),
    }));
    await connection.change(sql`update esim_state set reading_at = given.at, allowance_bytes = given."allowanceBytes",
        remaining_bytes = given."remainingBytes", package_started_at = given."packageStartedAt",
        package_ends_at = given."packageEndsAt", unlimited_by_usage = given.unlimited,
        failing_since = case when given."isWhole" = 0 then failing_since end,
        failures = case when given."isWhole" = 0 then failures else 0 end,
        failure_reason = case when given."isWhole" = 0 then failure_reason end
      from ${tableOf('given', rows, { ...COLUMNS, unlimited: 'bigint', isWhole: 'bigint' })}
      where esim_state.esim = given.esim`);
  };
}
