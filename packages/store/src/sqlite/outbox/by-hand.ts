import { sql } from 'kysely';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** What an operator does to undelivered messages. */
export function byHand(connection: Connection): Pick<OutboxStore, 'retry' | 'discard'> {
  const revive = connection.prepare((db, p: Params<{ id: string; at: number }>) =>
    db
      .updateTable('message')
      .set({
        created_at: sql`case state when 'dead' then ${p.at} else created_at end`,
        attempts: sql`case state when 'dead' then 0 else attempts end`,
        next_attempt_at: p.at,
        state: 'pending',
        finished_at: null,
      })
      .where('id', '=', p.id)
      .where('state', 'in', ['pending', 'dead']),
  );
  const giveUp = connection.prepare((db, p: Params<{ id: string; at: number }>) =>
    db
      .updateTable('message')
      .set({ state: 'obsolete', finished_at: p.at })
      .where('id', '=', p.id)
      .where('state', 'in', ['pending', 'dead'])
      .where((is) => is.or([is('lease_until', 'is', null), is('lease_until', '<=', p.at)])),
  );
  return {
    async retry(id, at) {
      return revive.run({ id, at }) > 0;
    },
    async discard(id, at) {
      return giveUp.run({ id, at }) > 0;
    },
  };
}
