import { type ByHand, giveUpQuery, reviveQuery } from '../../sql/outbox/by-hand.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { recordAction } from '../operators/record-action.js';

/** Operations on undelivered messages. */
export function byHand(connection: Connection): Pick<OutboxStore, 'retry' | 'discard'> {
  const revive = connection.prepare(reviveQuery);
  const giveUp = connection.prepare(giveUpQuery);
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
