import { sql } from 'kysely';
import type { OutboxStore, StoredMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

type Final = Exclude<StoredMessage['state'], 'pending'>;

export function markSent(connection: Connection): OutboxStore['markSent'] {
  const finish = finishAs(connection);
  return (id, now) => finish({ id, now, state: 'sent', error: null });
}

export function markObsolete(connection: Connection): OutboxStore['markObsolete'] {
  const finish = finishAs(connection);
  return (id, now) => finish({ id, now, state: 'obsolete', error: null });
}

export function markDead(connection: Connection): OutboxStore['markDead'] {
  const finish = finishAs(connection);
  return (id, now, error) => finish({ id, now, state: 'dead', error });
}

/** Frees the lease, and keeps the message from being claimed before `at`. */
export function retryAt(connection: Connection): OutboxStore['retryAt'] {
  const update = connection.prepare((db, p: Params<{ id: string; at: number; error: string }>) =>
    db
      .updateTable('message')
      .set({ next_attempt_at: p.at, last_error: p.error, lease_holder: null, lease_until: null })
      .where('id', '=', p.id)
      .where('state', '=', 'pending'),
  );
  return (id, at, error) => void update.run({ id, at, error });
}

export function freeClaims(connection: Connection): OutboxStore['freeClaims'] {
  const update = connection.prepare((db) =>
    db
      .updateTable('message')
      .set({ lease_holder: null, lease_until: null })
      .where('lease_holder', 'is not', null)
      .where('state', '=', sql.lit('pending')),
  );
  return () => update.run({});
}

/** Keeps the last error of a message that was sent in the end. */
function finishAs(connection: Connection) {
  const update = connection.prepare(
    (db, p: Params<{ id: string; now: number; state: Final; error: string | null }>) =>
      db
        .updateTable('message')
        .set((column) => ({
          state: p.state,
          finished_at: p.now,
          last_error: column.fn.coalesce(p.error, 'last_error'),
          lease_holder: null,
          lease_until: null,
        }))
        .where('id', '=', p.id)
        .where('state', '=', 'pending'),
  );
  return (finished: { id: string; now: number; state: Final; error: string | null }) =>
    void update.run(finished);
}
