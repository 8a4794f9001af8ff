import type { Reason, Severity } from '@roamwatch/core';
import type { AlertEventChange } from '../../schema/alert.js';
import type { Params, Queries } from '../database/database.js';

export interface NewEvent {
  alert: number;
  at: number;
  change: AlertEventChange;
  severity: Severity;
  reason: Reason;
}

export function addEventQuery(db: Queries, p: Params<Omit<NewEvent, 'reason'> & { reason: string }>) {
  return db.insertInto('alert_event').values({
    alert: p.alert,
    at: p.at,
    change: p.change,
    severity: p.severity,
    reason: p.reason,
  });
}
