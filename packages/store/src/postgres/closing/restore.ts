import { sql } from 'kysely';
import { forgetDigestsQuery } from '../../sql/usage/days-digest.js';
import type { Connection } from '../database/connection.js';
import { postgresDialect } from '../database/postgres-dialect.js';
import { monthPartitions } from '../usage/month-partitions.js';

const ROWS_A_SLICE = 5_000;

/**
 * Brings back what the retention has removed and a closed month still has: its days, as all closed months have them
 * together, and the readings of its reconciliation. Without this a month that is reopened would lose its figures.
 */
export function restorePruned(connection: Connection): (period: number) => Promise<void> {
  const partitions = monthPartitions(connection);
  const forgetDigests = connection.prepare(forgetDigestsQuery);

  async function lastOf(table: 'closed_usage' | 'closed_reconciliation', period: number): Promise<number> {
    const [row] = await connection.rows<{ seq: number | null }>(
      sql`select max(seq) as seq from ${sql.ref(table)} where period = ${period}`,
    );
    return row?.seq ?? 0;
  }

  return async (period) => {
    const days = await connection.rows<{ date: number }>(
      sql`select distinct date from closed_usage where period = ${period}`,
    );
    await partitions(days.map(({ date }) => date));
    const lastDay = await lastOf('closed_usage', period);
    for (let after = 0; after < lastDay; after += ROWS_A_SLICE) {
      await connection.change(missingDays(period, after));
    }
    const lastReading = await lastOf('closed_reconciliation', period);
    for (let after = 0; after < lastReading; after += ROWS_A_SLICE) {
      await connection.change(readings(period, after));
    }
    await forgetDigests.run({});
  };
}

function missingDays(period: number, after: number) {
  return sql`insert into daily_usage (esim, date, location, used_bytes, first_seen_at, last_changed_at, restated)
    select day.id, day.date, day.location, ${postgresDialect.addedUpExactly('closed.used_bytes')}, min(closed.first_seen_at),
      max(closed.last_changed_at), max(closed.restated)
    from (
      select distinct esim.id, esim.esim_id, frozen.date, frozen.location from closed_usage as frozen
      join closed_party as party on party.id = frozen.party
      join esim on esim.esim_id = party.esim_id
      where frozen.period = ${period} and seq > ${after} and seq <= ${after + ROWS_A_SLICE}) as day
    join closed_party as owner on owner.esim_id = day.esim_id
    join closing on closing.period = owner.period and closing.draft is null
    join closed_usage as closed on closed.party = owner.id and closed.date = day.date and closed.location = day.location
    group by day.id, day.date, day.location
    order by day.id, day.date, day.location
    on conflict do nothing`;
}

function readings(period: number, after: number) {
  return sql`insert into reading (esim, at, allowance_bytes, remaining_bytes, package_started_at, package_ends_at)
    select esim.id, (frozen.row ->> 'readingAt')::bigint, (frozen.row ->> 'allowanceBytes')::bigint,
      (frozen.row ->> 'remainingBytes')::bigint, (frozen.row ->> 'packageStartedAt')::bigint,
      (frozen.row ->> 'packageEndsAt')::bigint
    from (select "row"::json as row from closed_reconciliation
      where period = ${period} and seq > ${after} and seq <= ${after + ROWS_A_SLICE}) as frozen
    join esim on esim.esim_id = frozen.row ->> 'esimId'
    where frozen.row ->> 'readingAt' is not null
    on conflict do nothing`;
}
