import type { ChangeKind, Severity } from '@roamwatch/core';
import type { Generated } from 'kysely';

export interface MessageTable {
  seq: Generated<number>;
  id: string;
  kind: 'alerts' | 'test' | 'notice' | 'report';
  receiver: string;
  recipient: string;
  created_at: number;
  body: string;
  state: 'pending' | 'sent' | 'obsolete' | 'dead';
  attempts: number;
  next_attempt_at: number;
  lease_holder: string | null;
  lease_until: number | null;
  /** A `DeliveryFault` as JSON. */
  last_error: string | null;
  finished_at: number | null;
}

export interface NotificationTable {
  id: Generated<number>;
  change: ChangeKind;
  alert: number;
  severity: Severity;
  /** The alert's threshold that this is about; see `thresholdKey`. */
  threshold: string | null;
  receiver: string;
  recipient: string;
  at: number;
  message: number | null;
  discarded_at: number | null;
  discard_reason: string | null;
}
