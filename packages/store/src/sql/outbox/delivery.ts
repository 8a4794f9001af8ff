import { DAY } from '@roamwatch/core';
import type { StoredMessage } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';

/** No lease and no pause between attempts is this long: a time further ahead was set by a clock that was wrong. */
export const LONGEST_WAIT = 2 * DAY;

/** Frees the lease of a message, until an instant. */
export function freeQuery(db: Queries, p: Params<{ id: string; at: number; error: string; holder: string }>) {
  return db
    .updateTable('message')
    .set({ next_attempt_at: p.at, last_error: p.error, lease_holder: null, lease_until: null })
    .where('id', '=', p.id)
    .where('state', '=', 'pending')
    .where('lease_holder', '=', p.holder);
}

export interface Finished {
  id: string;
  at: number;
  holder: string;
  state: Exclude<StoredMessage['state'], 'pending'>;
  error: string | null;
}

/** Gives a message that is pending and held by `holder` its final state. */
export function finishQuery(db: Queries, p: Params<Finished>) {
  return db
    .updateTable('message')
    .set((column) => ({
      state: p.state,
      finished_at: p.at,
      last_error: column.fn.coalesce(p.error, 'last_error'),
      lease_holder: null,
      lease_until: null,
    }))
    .where('id', '=', p.id)
    .where('state', '=', 'pending')
    .where('lease_holder', '=', p.holder);
}
