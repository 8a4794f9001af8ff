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
    prune(retention) {
      return connection.transaction(async () => {
        const dayBefore =
          retention.dropDaysBefore === undefined ? undefined : toDay(retention.dropDaysBefore);
        await dropped(dropFormerDays, dayBefore);
        const days = await dropped(dropDays, dayBefore);
        if (days > 0) await forgetDigests.run({});
        return {
          readings:
            (await dropped(dropReadings, retention.dropReadingsBefore)) +
            (await dropped(thinReadings, retention.thinReadingsBefore)),
          alerts: await dropped(dropAlerts, retention.dropAlertsBefore),
          messages: await dropped(dropMessages, retention.dropMessagesBefore),
          cycles: await dropped(dropCycles, retention.dropCyclesBefore),
          rejected: await dropped(dropRejected, retention.dropRejectedBefore),
          days,
        };
      });
    },
  };
}

async function dropped(
  statement: { run(params: { before: number }): Promise<number> },
  before: UnixSeconds | undefined,
): Promise<number> {
  return before === undefined ? 0 : statement.run({ before });
}
