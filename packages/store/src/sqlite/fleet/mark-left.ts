import { forgetClockOfLeftQuery, markLeftQuery } from '../../sql/fleet/mark-left.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';

export function markLeft(connection: Connection): FleetStore['markLeft'] {
  const update = connection.prepare(markLeftQuery);
  const forgetClock = connection.prepare(forgetClockOfLeftQuery);
  return async (since, at) => {
    await connection.othersTurn();
    return connection.transaction(() => {
      const left = update.run({ since, at });
      if (left > 0) forgetClock.run({ at });
      return left;
    });
  };
}
