import type { UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { recordAction } from '../operators/record-action.js';

interface ByHand {
  readonly id: string;
  readonly at: UnixSeconds;
}

/** What an operator does to undelivered messages. */
export function byHand(connection: Connection): Pick<OutboxStore, 'retry' | 'discard'> {
  const revive = connection.prepare((db, p: Params<ByHand>) =>
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
      .where('state', 'in', ['pending', 'dead'])
      .returning('seq'),
  );
  const giveUp = connection.prepare((db, p: Params<ByHand>) =>
    db
      .updateTable('message')
      .set({ state: 'obsolete', finished_at: p.at })
      .where('id', '=', p.id)
      .where('state', 'in', ['pending', 'dead'])
      .where((is) => is.or([is('lease_until', 'is', null), is('lease_until', '<=', p.at)]))
      .returning('seq'),
  );
  const record = recordAction(connection);

  function done(
    statement: { get(params: ByHand): { readonly seq: number } | undefined },
    action: 'retried' | 'discarded',
    { id, at }: ByHand,
    by: string | null,
  ): boolean {
    return connection.transaction(() => {
      const changed = statement.get({ id, at });
      if (changed === undefined) return false;
      record({ at, by, action, message: changed.seq, entries: null });
      return true;
    });
  }

  return {
    async retry(id, at, by) {
      return done(revive, 'retried', { id, at }, by ?? null);
    },
    async discard(id, at, by) {
      return done(giveUp, 'discarded', { id, at }, by ?? null);
    },
  };
}
