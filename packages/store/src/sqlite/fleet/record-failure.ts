import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** The stored failures; a good reading clears it. */
export const NOT_FAILING = { failing_since: null, failures: 0, failure_reason: null };

/** Remembers since when and how often it failed, and the newest failure's reason. */
export function recordFailure(
  connection: Connection,
): (esim: EsimKey, at: UnixSeconds, reason: string) => void {
  const update = connection.prepare(
    (db, { esim, at, reason }: Params<{ esim: number; at: number; reason: string }>) =>
      db
        .updateTable('esim_state')
        .set((column) => ({
          failing_since: column.fn.coalesce('failing_since', at),
          failures: column('failures', '+', 1),
          failure_reason: reason,
        }))
        .where('esim', '=', esim),
  );
  return (esim, at, reason) => void update.run({ esim, at, reason });
}
