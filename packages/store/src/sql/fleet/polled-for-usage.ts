import type { PolledStatuses } from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

/**
 * eSIMs that are polled for usage, with their state: still listed, usage check supported, an ICCID of their own,
 * a status that is polled.
 */
export function polledForUsage(db: Queries, statuses: Params<PolledParams>, dialect: Dialect) {
  return db
    .selectFrom('esim')
    .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
    .where('left_list_at', 'is', null)
    .where('usage_check', '=', 1)
    .where('iccid', 'is not', null)
    .where('iccid_moved_at', 'is', null)
    .where(statusIsPolled(statuses, dialect));
}

/** {@link PolledStatuses} as parameters of a query. */
export interface PolledParams {
  /** JSON of the statuses that are named. */
  readonly named: string;
  /** 1 where those are polled, 0 where they are left out. */
  readonly polls: number;
}

export function polledParams(polled: PolledStatuses): PolledParams {
  return 'only' in polled
    ? { named: JSON.stringify(polled.only), polls: 1 }
    : { named: JSON.stringify(polled.allBut), polls: 0 };
}

/** A condition on the column `status`. */
export function statusIsPolled(
  { named, polls }: Params<PolledParams> | PolledParams,
  { textsIn }: Dialect,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`case when status in ${textsIn(sql`${named}`)} then 1 else 0 end = ${polls}`;
}
