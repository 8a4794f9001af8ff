import { acknowledgeQuery, unacknowledgeQuery } from '../../sql/alerts/acknowledge.js';
import { addEventQuery } from '../../sql/alerts/add-event.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';

export function acknowledging(connection: Connection): Pick<AlertStore, 'acknowledge' | 'unacknowledge'> {
  const acknowledged = connection.prepare(acknowledgeQuery);
  const taken = connection.prepare(unacknowledgeQuery);
  const event = connection.prepare(addEventQuery);
  return {
    acknowledge: (id, at, by, comment) =>
      connection.transaction(async () => {
        const row = await acknowledged.get({ id, at, by, comment });
        if (row === undefined) return false;
        const reason = JSON.stringify({ kind: 'acknowledged', by, comment });
        await event.run({ alert: id, at, change: 'acknowledged', severity: row.severity, reason });
        return true;
      }),
    unacknowledge: (id, at, by) =>
      connection.transaction(async () => {
        const row = await taken.get({ id });
        if (row === undefined) return false;
        const reason = JSON.stringify({ kind: 'unacknowledged', by });
        await event.run({ alert: id, at, change: 'unacknowledged', severity: row.severity, reason });
        return true;
      }),
  };
}
