import { UNIT_BYTES } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { UsageStore } from './usage-store.js';

/** The provider restated nothing here, so times and `restated` stay. */
export function rescaleDays(connection: Connection): UsageStore['rescaleDays'] {
  const days = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('daily_usage').set({ used_bytes: rescaled(factor) }),
  );
  const formerDays = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('daily_usage_former').set({ used_bytes: rescaled(factor) }),
  );
  return (from, to) =>
    connection.transaction(() => {
      const smaller = Math.min(UNIT_BYTES[from], UNIT_BYTES[to]);
      const factor = { from: UNIT_BYTES[from] / smaller, to: UNIT_BYTES[to] / smaller };
      days.run(factor);
      formerDays.run(factor);
    });
}

/** Whole numbers, one of them 1. */
interface Factor {
  from: number;
  to: number;
}

/** In integers: a real number would lose bytes above 8 PB. */
function rescaled({ from, to }: Params<Factor>) {
  const divisor = sql`cast(${from} as integer)`;
  return sql<number>`(used_bytes * cast(${to} as integer) + ${divisor} / 2) / ${divisor}`;
}
