import { keyList } from '../../sql/database/dialect.js';
import { forgetClockOfLeftQuery, markLeftQuery } from '../../sql/fleet/mark-left.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';

export function markLeft(connection: Connection): FleetStore['markLeft'] {
  const update = connection.prepare(markLeftQuery);
  const forgetClock = connection.prepare(forgetClockOfLeftQuery);
  return async (esims, at) => {
    if (esims.length === 0) return 0;
    await connection.othersTurn();
    const keys = keyList(esims);
    return connection.transaction(() => {
      const left = update.run({ keys, at });
      forgetClock.run({ keys });
      return left;
    });
  };
}
