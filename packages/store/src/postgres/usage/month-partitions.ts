import { sql } from 'kysely';
import type { Day } from '../../schema/day.js';
import type { Connection } from '../database/connection.js';

/** "RWPA": taken to make partitions. */
const LOCK = 0x52575041;

/** Sees to it that the days of all these months have a partition. Each is made once, for good. */
export function monthPartitions(connection: Connection): (days: Iterable<Day>) => Promise<void> {
  const known = new Set<number>();
  return async (days) => {
    for (const month of new Set(Array.from(days, (day) => Math.floor(day / 100)))) {
      if (known.has(month)) continue;
      await connection.apart(sql`${sql.raw(partitionOf(month))}`);
      known.add(month);
    }
  };
}

/** Attached, not created in place: that would wait for all readers and writers of daily usage, and block all others. */
function partitionOf(month: number): string {
  const name = `daily_usage_${month}`;
  return `do $$ begin
    if to_regclass('${name}') is not null then return; end if;
    perform set_config('lock_timeout', '10s', true);
    perform pg_advisory_xact_lock(${LOCK});
    -- Whose turn it was before may have made it: names that were looked up are forgotten once a table is locked.
    lock table daily_usage in access share mode;
    if to_regclass('${name}') is not null then return; end if;
    create table ${name} (like daily_usage including all);
    alter table daily_usage attach partition ${name} for values from (${month * 100}) to (${(month + 1) * 100});
  end $$`;
}
