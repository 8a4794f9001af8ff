import { keyList } from '../../sql/database/dialect.js';
import { forgetClockOfLeftQuery, markLeftQuery } from '../../sql/fleet/mark-left.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';

export function markLeft(connection: Connection): FleetStore['markLeft'] {
  const update = connection.prepare(markLeftQuery);
  const forgetClock = connection.prepare(forgetClockOfLeftQuery);
  return async (esims, at) => {
    if (esims.length === 0) return 0;
    const keys = keyList(esims);
    return connection.transaction(async () => {
      const left = await update.run({ keys, at });
      await forgetClock.run({ keys });
      return left;
    });
  };
}
