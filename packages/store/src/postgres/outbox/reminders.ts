import { sql } from 'kysely';
import { toDay } from '../../schema/day.js';
import { anyReminderQuery, remindersQuery } from '../../sql/outbox/reminders.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { addNotifications } from './add-notifications.js';

export function reminding(connection: Connection): Pick<OutboxStore, 'remind'> {
  const anyDue = connection.prepare(anyReminderQuery);
  const candidates = connection.prepare(remindersQuery);
  const add = addNotifications(connection);
  const open = { state: 'open', severity: 'critical', acknowledgedAt: null } as const;

  return {
    remind: (receiver, { due, along, on }, decide) =>
      connection.transaction(async () => {
        // One at a time for a receiver: what one has queued keeps the next from queueing it again.
        await connection.rows(
          sql`select pg_advisory_xact_lock(hashtextextended(${`roamwatch reminders ${receiver}`}, 0))`,
        );
        if ((await anyDue.get({ receiver, notifiedBefore: due })) === undefined) return;
        const rows = await candidates.all({ receiver, notifiedBefore: along, on: toDay(on) });
        await add(decide(rows.map((row) => ({ ...open, ...row }))));
      }),
  };
}
