import type { RuleType, Severity } from '@roamwatch/core';
import type { Generated } from 'kysely';

/** A change of an alert; `closed` is a resolution nobody is notified of. */
export type AlertEventChange =
  | 'opened'
  | 'reopened'
  | 'escalated'
  | 'resolved'
  | 'closed'
  | 'acknowledged'
  | 'unacknowledged';

export interface AlertTable {
  id: Generated<number>;
  rule: string;
  rule_type: RuleType;
  esim: number | null;
  epoch: number;
  state: 'open' | 'resolved';
  severity: Severity;
  /** JSON of `Notified`: the worst threshold that people were notified of; null once it recovered. */
  notified: string | null;
  opened_at: number;
  changed_at: number;
  resolved_at: number | null;
  /** JSON of `Reason`. */
  reason: string;
  clear_streak: number;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  acknowledged_comment: string | null;
}

export interface AlertEventTable {
  id: Generated<number>;
  alert: number;
  at: number;
  change: AlertEventChange;
  severity: Severity;
  /** JSON of `Reason`. */
  reason: string;
}
