import { sql } from 'kysely';
import { closingEventsQuery, closingsQuery, toHistory } from '../../sql/closing/history.js';
import type { ClosingHistory } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';

export function closingHistory(connection: Connection): () => Promise<ClosingHistory> {
  const closings = connection.prepare(closingsQuery);
  const events = connection.prepare(closingEventsQuery);
  return async () => toHistory(await closings.all({}), await events.all({}));
}

/** "RWCL": taken to change which months are closed. */
const LOCK = 0x5257434c;

/** Until the transaction ends nobody else closes or reopens a month. */
export async function lockClosings(connection: Connection): Promise<void> {
  await connection.rows(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
}
