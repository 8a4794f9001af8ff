import type { UnitChange } from '@roamwatch/core';
import { forgetDigestsQuery } from '../../sql/usage/days-digest.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type Factor, factorOf, rescaled } from './rescale.js';

/** The provider restated nothing here, so times and `restated` stay. */
export function rescaleDays(connection: Connection): (change: UnitChange) => void {
  const days = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('daily_usage').set({ used_bytes: rescaled('used_bytes', factor) }),
  );
  const formerDays = connection.prepare((db, factor: Params<Factor>) =>
    db.updateTable('daily_usage_former').set({ used_bytes: rescaled('used_bytes', factor) }),
  );
  const forgetDigests = connection.prepare(forgetDigestsQuery);
  return (change) =>
    connection.transaction(() => {
      days.run(factorOf(change));
      formerDays.run(factorOf(change));
      forgetDigests.run({});
    });
}
