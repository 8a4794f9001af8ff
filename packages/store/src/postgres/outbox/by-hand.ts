import { recordActionQuery } from '../../sql/operators/record-action.js';
import { giveUpQuery, reviveQuery } from '../../sql/outbox/by-hand.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/** Operations on undelivered messages. */
export function byHand(connection: Connection): Pick<OutboxStore, 'retry' | 'discard'> {
  const revive = connection.prepare(reviveQuery);
  const giveUp = connection.prepare(giveUpQuery);
  const record = connection.prepare(recordActionQuery);
  return {
    retry: (id, at, by) =>
      connection.transaction(async () => {
        const changed = await revive.get({ id, at });
        if (changed === undefined) return false;
        await record.run({ at, by: by ?? null, action: 'retried', message: changed.seq, entries: null });
        return true;
      }),
    discard: (id, at, by) =>
      connection.transaction(async () => {
        const changed = await giveUp.get({ id, at });
        if (changed === undefined) return false;
        await record.run({ at, by: by ?? null, action: 'discarded', message: changed.seq, entries: null });
        return true;
      }),
  };
}
