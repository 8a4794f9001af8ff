import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { FleetStore } from './fleet-store.js';

/** Remembers the first failure's time and the newest failure's reason; a good reading clears both. */
export function recordFailure(connection: Connection): FleetStore['recordFailure'] {
  const update = connection.prepare(
    (db, { esim, at, reason }: Params<{ esim: number; at: number; reason: string }>) =>
      db
        .updateTable('esim_state')
        .set((column) => ({
          failing_since: column.fn.coalesce('failing_since', at),
          failure_reason: reason,
        }))
        .where('esim', '=', esim),
  );
  return (esim, at, reason) => void update.run({ esim, at, reason });
}
