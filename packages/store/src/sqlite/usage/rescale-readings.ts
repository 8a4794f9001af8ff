import type { UnitChange } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type Factor, factorOf, rescaled } from './rescale.js';

/** With the allowances of epochs: nobody bought anything here, so no epoch begins. */
export function rescaleReadings(connection: Connection): (change: UnitChange) => void {
  const kept = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('reading').set({
      allowance_bytes: rescaled('allowance_bytes', factor),
      remaining_bytes: rescaled('remaining_bytes', factor),
    }),
  );
  const states = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('esim_state').set({
      allowance_bytes: rescaled('allowance_bytes', factor),
      remaining_bytes: rescaled('remaining_bytes', factor),
      epoch_allowance_bytes: rescaled('epoch_allowance_bytes', factor),
    }),
  );
  return (change) =>
    connection.transaction(() => {
      kept.run(factorOf(change));
      states.run(factorOf(change));
    });
}
