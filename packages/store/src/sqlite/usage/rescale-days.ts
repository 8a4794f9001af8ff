import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type Factor, factorOf, rescaled } from './rescale.js';

/** The provider restated nothing here, so times and `restated` stay. */
export function rescaleDays(connection: Connection): UsageStore['rescaleDays'] {
  const days = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('daily_usage').set({ used_bytes: rescaled('used_bytes', factor) }),
  );
  const formerDays = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('daily_usage_former').set({ used_bytes: rescaled('used_bytes', factor) }),
  );
  return (from, to) =>
    connection.transaction(() => {
      days.run(factorOf(from, to));
      formerDays.run(factorOf(from, to));
    });
}
