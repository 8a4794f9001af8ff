import type { Alert, AlertsBefore, CalendarDate, EsimKey } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { addressesOf } from '../inventory/addresses-of.js';
import { alertsOfEsims, providerAlert } from './alerts-of.js';

/**
 * Loads what decisions about the alerts of some eSIMs need.
 *
 * @param addressesOn the day whose inventory has the travellers' addresses; null: none are loaded.
 */
export function alertsBefore(
  connection: Connection,
): (esims: readonly EsimKey[], addressesOn: CalendarDate | null) => AlertsBefore {
  const alertsOf = alertsOfEsims(connection);
  const provider = providerAlert(connection);
  const notified = notifiedBefore(connection);
  const addresses = addressesOf(connection);
  return (esims, addressesOn) => {
    const alerts = esims.length === 0 ? [] : alertsOf(esims);
    return {
      alerts: grouped(alerts.map((alert) => [alert.esim ?? NO_ESIM, alert])),
      providerAlert: provider(),
      notifiedBefore: alerts.length === 0 ? NOBODY : notified(alerts),
      inventoryAddresses: addressesOn === null ? NO_ADDRESSES : addresses(esims, addressesOn),
    };
  };
}

/** Loads what a decision about the alert of the provider needs. */
export function providerAlertBefore(connection: Connection): () => AlertsBefore {
  const provider = providerAlert(connection);
  const notified = notifiedBefore(connection);
  return () => {
    const alert = provider();
    return {
      alerts: NO_ALERTS,
      providerAlert: alert,
      notifiedBefore: alert === null ? NOBODY : notified([alert]),
      inventoryAddresses: NO_ADDRESSES,
    };
  };
}

const NO_ESIM = 0;
const NO_ALERTS: AlertsBefore['alerts'] = new Map();
const NOBODY: AlertsBefore['notifiedBefore'] = new Map();
const NO_ADDRESSES: AlertsBefore['inventoryAddresses'] = new Map();

function notifiedBefore(
  connection: Connection,
): (alerts: readonly Alert[]) => AlertsBefore['notifiedBefore'] {
  const select = connection.prepare((db, { alerts }: Params<{ alerts: string }>) =>
    db
      .selectFrom('notification')
      .select(['alert', 'receiver', 'recipient'])
      .distinct()
      .where('alert', 'in', keysIn(alerts))
      .orderBy('alert')
      .orderBy('receiver')
      .orderBy('recipient'),
  );
  return (alerts) => {
    const rows = select.all({ alerts: keyList(alerts.map(({ id }) => id)) });
    return grouped(rows.map(({ alert, ...addressee }) => [alert, addressee]));
  };
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
