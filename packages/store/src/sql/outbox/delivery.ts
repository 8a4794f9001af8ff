import { DAY } from '@roamwatch/core';
import { sql } from 'kysely';
import type { OutboxStore, StoredMessage } from '../../stores/outbox-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

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

/** Extends the claim of a message that is pending and held by `holder`. */
function renewClaimQuery(db: Queries, p: Params<{ id: string; until: number; holder: string }>) {
  return db
    .updateTable('message')
    .set({ lease_until: p.until })
    .where('id', '=', p.id)
    .where('state', '=', 'pending')
    .where('lease_holder', '=', p.holder);
}

/** Frees the claims of others on the messages of some receivers, a JSON array. */
function freeClaimsQuery(
  db: Queries,
  p: Params<{ receivers: string; holder: string }>,
  { textsIn }: Dialect,
) {
  return db
    .updateTable('message')
    .set({ lease_holder: null, lease_until: null })
    .where('state', '=', 'pending')
    .where('receiver', 'in', textsIn(p.receivers))
    .where('lease_holder', '!=', p.holder);
}

/** Operations that work alike on both databases: a statement each. */
export function claims(
  database: Database,
): Pick<OutboxStore, 'renewClaim' | 'freeClaimsOfOthers' | 'receiversDue'> {
  const renew = database.prepare(renewClaimQuery);
  const free = database.prepare(freeClaimsQuery);
  const due = database.prepare((db, p: Params<{ now: number; latest: number }>) =>
    db
      .selectFrom('message')
      .select('receiver')
      .distinct()
      .where('state', '=', sql.lit('pending'))
      .where((is) => is.or([is('next_attempt_at', '<=', p.now), is('next_attempt_at', '>', p.latest)]))
      .orderBy('receiver'),
  );
  return {
    renewClaim: async (id, now, lease, holder) => (await renew.run({ id, until: now + lease, holder })) > 0,
    freeClaimsOfOthers: async (receivers, holder) =>
      free.run({ receivers: JSON.stringify(receivers), holder }),
    receiversDue: async (now) =>
      (await due.all({ now, latest: now + LONGEST_WAIT })).map(({ receiver }) => receiver),
  };
}
