import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../database/connection.js';

/**
 * eSIMs that are polled for usage, with their state: still listed, usage check supported, an ICCID of their own,
 * one of `statuses` (JSON).
 */
export function polledForUsage(db: Queries, statuses: RawBuilder<string>) {
  return db
    .selectFrom('esim')
    .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
    .where('left_list_at', 'is', null)
    .where('usage_check', '=', 1)
    .where('iccid', 'is not', null)
    .where('iccid_moved_at', 'is', null)
    .where('status', 'in', sql<string>`(select value from json_each(${statuses}))`);
}
