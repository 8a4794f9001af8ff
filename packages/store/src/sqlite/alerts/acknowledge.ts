import { acknowledgeQuery, unacknowledgeQuery } from '../../sql/alerts/acknowledge.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { addEvent } from './add-event.js';

export function acknowledge(connection: Connection): AlertStore['acknowledge'] {
  const acknowledged = connection.prepare(acknowledgeQuery);
  const event = addEvent(connection);
  return async (id, at, by, comment) =>
    connection.transaction(() => {
      const row = acknowledged.get({ id, at, by, comment });
      if (row === undefined) return false;
      const reason = { kind: 'acknowledged', by, comment } as const;
      event({ alert: id, at, change: 'acknowledged', severity: row.severity, reason });
      return true;
    });
}

export function unacknowledge(connection: Connection): AlertStore['unacknowledge'] {
  const taken = connection.prepare(unacknowledgeQuery);
  const event = addEvent(connection);
  return async (id, at, by) =>
    connection.transaction(() => {
      const row = taken.get({ id });
      if (row === undefined) return false;
      event({
        alert: id,
        at,
        change: 'unacknowledged',
        severity: row.severity,
        reason: { kind: 'unacknowledged', by },
      });
      return true;
    });
}
