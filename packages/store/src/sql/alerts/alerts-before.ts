import type { Addressee, Alert, AlertsBefore } from '@roamwatch/core';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

/** The recipients notified of alerts, or about to be. */
export function notifiedQuery(db: Queries, { alerts }: Params<{ alerts: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('notification')
    .select(['alert', 'receiver', 'recipient'])
    .distinct()
    .where('alert', 'in', keysIn(alerts))
    .orderBy('alert')
    .orderBy('receiver')
    .orderBy('recipient');
}

const NO_ESIM = 0;

export function alertsByEsim(alerts: readonly Alert[]): AlertsBefore['alerts'] {
  return grouped(alerts.map((alert) => [alert.esim ?? NO_ESIM, alert]));
}

export function notifiedByAlert(
  rows: readonly (Addressee & { readonly alert: number })[],
): AlertsBefore['notifiedBefore'] {
  return grouped(rows.map(({ alert, ...addressee }) => [alert, addressee]));
}

function grouped<T>(
  entries: readonly (readonly [key: number, value: T])[],
): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const [key, value] of entries) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
