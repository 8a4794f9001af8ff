import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { addEvent } from './add-event.js';

export function acknowledge(connection: Connection): AlertStore['acknowledge'] {
  const update = connection.prepare(
    (db, p: Params<{ id: number; at: number; by: string; comment: string }>) =>
      db
        .updateTable('alert')
        .set({ acknowledged_at: p.at, acknowledged_by: p.by, acknowledged_comment: p.comment })
        .where('id', '=', p.id)
        .where('state', '=', 'open')
        .returning('severity'),
  );
  const event = addEvent(connection);
  return async (id, at, by, comment) =>
    connection.transaction(() => {
      const row = update.get({ id, at, by, comment });
      if (row === undefined) return false;
      const reason = { kind: 'acknowledged', by, comment } as const;
      event({ alert: id, at, change: 'acknowledged', severity: row.severity, reason });
      return true;
    });
}

export function unacknowledge(connection: Connection): AlertStore['unacknowledge'] {
  const update = connection.prepare((db, p: Params<{ id: number }>) =>
    db
      .updateTable('alert')
      .set({ acknowledged_at: null, acknowledged_by: null, acknowledged_comment: null })
      .where('id', '=', p.id)
      .where('state', '=', 'open')
      .where('acknowledged_at', 'is not', null)
      .returning('severity'),
  );
  const event = addEvent(connection);
  return async (id, at, by) =>
    connection.transaction(() => {
      const row = update.get({ id });
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
