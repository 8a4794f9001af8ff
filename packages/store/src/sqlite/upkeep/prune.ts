import type { UnixSeconds } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import {
  dropAlertsQuery,
  dropCyclesQuery,
  dropDaysQuery,
  dropFormerDaysQuery,
  dropMessagesQuery,
  dropReadingsQuery,
  dropRejectedQuery,
  thinReadingsQuery,
} from '../../sql/upkeep/prune.js';
import { forgetDigestsQuery } from '../../sql/usage/days-digest.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';

export function pruning(connection: Connection): Pick<UpkeepStore, 'prune'> {
  const thinReadings = connection.prepare(thinReadingsQuery);
  const dropReadings = connection.prepare(dropReadingsQuery);
  const dropAlerts = connection.prepare(dropAlertsQuery);
  const dropMessages = connection.prepare(dropMessagesQuery);
  const dropCycles = connection.prepare(dropCyclesQuery);
  const dropRejected = connection.prepare(dropRejectedQuery);
  const dropDays = connection.prepare(dropDaysQuery);
  const dropFormerDays = connection.prepare(dropFormerDaysQuery);
  const forgetDigests = connection.prepare(forgetDigestsQuery);

  return {
    async prune(retention) {
      return connection.transaction(() => {
        const dayBefore =
          retention.dropDaysBefore === undefined ? undefined : toDay(retention.dropDaysBefore);
        dropped(dropFormerDays, dayBefore);
        const days = dropped(dropDays, dayBefore);
        if (days > 0) forgetDigests.run({});
        return {
          readings:
            dropped(dropReadings, retention.dropReadingsBefore) +
            dropped(thinReadings, retention.thinReadingsBefore),
          alerts: dropped(dropAlerts, retention.dropAlertsBefore),
          messages: dropped(dropMessages, retention.dropMessagesBefore),
          cycles: dropped(dropCycles, retention.dropCyclesBefore),
          rejected: dropped(dropRejected, retention.dropRejectedBefore),
          days,
        };
      });
    },
  };
}

function dropped(
  statement: { run(params: { before: number }): number },
  before: UnixSeconds | undefined,
): number {
  return before === undefined ? 0 : statement.run({ before });
}
