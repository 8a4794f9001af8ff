import type { Alert } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { AlertTable } from '../../schema/alert.js';

export const ALERT_COLUMNS = [
  'alert.id',
  'alert.rule',
  'alert.rule_type',
  'alert.esim',
  'alert.epoch',
  'alert.state',
  'alert.severity',
  'alert.notified',
  'alert.opened_at',
  'alert.changed_at',
  'alert.resolved_at',
  'alert.reason',
  'alert.clear_streak',
  'alert.acknowledged_at',
] as const;

export function toAlert(
  row: Omit<Selectable<AlertTable>, 'acknowledged_by' | 'acknowledged_comment'>,
): Alert {
  return {
    id: row.id,
    rule: row.rule,
    ruleType: row.rule_type,
    esim: row.esim,
    epoch: row.epoch,
    state: row.state,
    severity: row.severity,
    notified: row.notified === null ? null : JSON.parse(row.notified),
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    resolvedAt: row.resolved_at,
    reason: JSON.parse(row.reason),
    clearStreak: row.clear_streak,
    acknowledgedAt: row.acknowledged_at,
  };
}
