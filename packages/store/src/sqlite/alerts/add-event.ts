import type { Reason, Severity } from '@roamwatch/core';
import type { AlertEventChange } from '../../schema/alert.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export interface NewEvent {
  alert: number;
  at: number;
  change: AlertEventChange;
  severity: Severity;
  reason: Reason;
}

export function addEvent(connection: Connection): (event: NewEvent) => void {
  const insert = connection.prepare((db, p: Params<Omit<NewEvent, 'reason'> & { reason: string }>) =>
    db.insertInto('alert_event').values({
      alert: p.alert,
      at: p.at,
      change: p.change,
      severity: p.severity,
      reason: p.reason,
    }),
  );
  return (event) => void insert.run({ ...event, reason: JSON.stringify(event.reason) });
}
