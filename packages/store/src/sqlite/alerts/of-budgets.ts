import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { notifiedBefore } from './alerts-before.js';
import { budgetAlerts } from './alerts-of.js';
import { writeTransitions } from './write-transitions.js';

export function ofBudgets(connection: Connection): AlertStore['ofBudgets'] {
  const alertsOf = budgetAlerts(connection);
  const notified = notifiedBefore(connection);
  const write = writeTransitions(connection);
  const setReason = connection.prepare((db, p: Params<{ id: number; reason: string }>) =>
    db.updateTable('alert').set({ reason: p.reason }).where('id', '=', p.id).where('state', '=', 'open'),
  );
  return async (months, now, decide) =>
    connection.transaction(() => {
      const alerts = alertsOf(months);
      const { transitions, reasons } = decide({ alerts, notifiedBefore: notified(alerts) });
      for (const [id, reason] of reasons) setReason.run({ id, reason: JSON.stringify(reason) });
      return write(transitions, now);
    });
}
