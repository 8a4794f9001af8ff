import { toDay } from '../../schema/day.js';
import { anyReminderQuery, remindersQuery } from '../../sql/outbox/reminders.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { addNotification } from './add-notification.js';

export function reminding(connection: Connection): Pick<OutboxStore, 'remind'> {
  const anyDue = connection.prepare(anyReminderQuery);
  const candidates = connection.prepare(remindersQuery);
  const add = addNotification(connection);

  return {
    async remind(receiver, { due, along, on }, decide) {
      connection.transaction(() => {
        if (anyDue.get({ receiver, notifiedBefore: due }) === undefined) return;
        const rows = candidates.all({ receiver, notifiedBefore: along, on: toDay(on) });
        const open = { state: 'open', severity: 'critical', acknowledgedAt: null } as const;
        for (const notification of decide(rows.map((row) => ({ ...open, ...row })))) add(notification);
      });
    },
  };
}
