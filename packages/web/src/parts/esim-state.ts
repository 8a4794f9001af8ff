import { type EsimStatus, hasEnded, type NotMonitoredReason, type Severity } from '@roamwatch/core';
import type { FleetRow } from '../ports/fleet.js';

/** What decides how an eSIM is, at a glance. */
export interface EsimCondition {
  /** Of the worst open alert. */
  readonly severity: Severity | null;
  readonly status: EsimStatus;
  readonly notMonitored: NotMonitoredReason | null;
  readonly isCurrent: boolean;
  /** False: no figure is known that a rule about data could judge. */
  readonly hasFigures: boolean;
}

export type EsimState = Severity | 'ok' | 'ended' | 'not-monitored' | 'not-current' | 'no-figures';

/** In order alone where its figures are known, are read, and are current: elsewhere any value may be stored. */
export function stateOf(condition: EsimCondition, isTrusted: boolean): EsimState {
  const { severity, status, notMonitored, isCurrent, hasFigures } = condition;
  if (severity !== null) return severity;
  if (notMonitored !== null) return hasEnded(status) ? 'ended' : 'not-monitored';
  if (!isCurrent || !isTrusted) return 'not-current';
  return hasFigures ? 'ok' : 'no-figures';
}

/** The state of a row; `isTrusted`: polls are not overdue, and nothing else speaks against what is stored. */
export function stateOfRow(row: FleetRow, isTrusted: boolean): EsimState {
  return stateOf({ ...row, hasFigures: row.unlimited || row.remainingBytes !== null }, isTrusted);
}
