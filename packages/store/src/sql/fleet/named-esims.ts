import { CANNOT_USE_DATA, dateOf, type UnixSeconds } from '@roamwatch/core';
import { type RawBuilder, sql } from 'kysely';
import { toDay } from '../../schema/day.js';
import type { FleetStore, NamedEsims } from '../../stores/fleet-store.js';
import type { Database } from '../database/database.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { rowsOf } from '../pages/query.js';

interface Row {
  readonly total: number;
  readonly esim_id: string;
  readonly iccid: string | null;
  readonly label: string | null;
  readonly status: string;
  readonly ends_at: number | null;
  readonly first_seen_at: number;
  readonly allowance_bytes: number | null;
  readonly remaining_bytes: number | null;
}

const ENDS = sql`coalesce(esim_state.package_ends_at, esim.expires_at)`;
const CAN_USE_DATA = sql`esim.left_list_at is null and esim.status not in (${sql.join(CANNOT_USE_DATA)})`;

/** eSIMs whose package, or unused profile, ends within a span, the soonest first. */
export function expiring(database: Database): FleetStore['expiring'] {
  return ({ from, to }, limit) =>
    named(database, from, limit, sql`${ENDS} > ${from} and ${ENDS} <= ${to}`, sql`${ENDS}, esim.id`);
}

/** eSIMs of which nothing was ever used, those known for longest first. */
export function neverUsed(database: Database): FleetStore['neverUsed'] {
  return (now, limit) =>
    named(
      database,
      now,
      limit,
      sql`not exists (select 1 from daily_usage where daily_usage.esim = esim.id and used_bytes > 0)
        and (remaining_bytes is null or allowance_bytes is null or remaining_bytes >= allowance_bytes)`,
      sql`esim.first_seen_at, esim.id`,
    );
}

async function named(
  database: Database,
  now: UnixSeconds,
  limit: number,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<NamedEsims> {
  const rows = await rowsOf(
    database,
    sql<Row>`select count(*) over () as total, esim.esim_id, esim.iccid, inventory.label, esim.status,
        ${ENDS} as ends_at, esim.first_seen_at, allowance_bytes, remaining_bytes
      from esim join esim_state on esim_state.esim = esim.id
      left join inventory on ${inventoryInForce(sql<number>`${toDay(dateOf(now, 'UTC'))}`)}
      where ${CAN_USE_DATA} and ${where} order by ${order} limit ${limit}`,
  );
  return {
    total: Number(rows[0]?.total ?? 0),
    esims: rows.map((row) => ({
      esimId: row.esim_id,
      iccid: row.iccid,
      label: row.label,
      status: row.status,
      endsAt: row.ends_at,
      firstSeenAt: row.first_seen_at,
      allowanceBytes: row.allowance_bytes,
      remainingBytes: row.remaining_bytes,
    })),
  };
}
