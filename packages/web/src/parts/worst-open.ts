import type { Severity } from '@roamwatch/core';
import type { AlertLine } from '../ports/alerts.js';

/** The worst severity among those that are open; null when none is. */
export function worstOpen(alerts: readonly Pick<AlertLine, 'state' | 'severity'>[]): Severity | null {
  const open = alerts.filter(({ state }) => state === 'open');
  if (open.some(({ severity }) => severity === 'critical')) return 'critical';
  return open.length > 0 ? 'warning' : null;
}
