import type { Alert, AlertsBefore, CalendarDate, EsimKey } from '@roamwatch/core';
import { alertsByEsim, notifiedByAlert, notifiedQuery } from '../../sql/alerts/alerts-before.js';
import { keyList } from '../../sql/database/dialect.js';
import type { Connection } from '../database/connection.js';
import { addressesOf } from '../inventory/addresses-of.js';
import { alertsOfEsims, builtInAlert } from './alerts-of.js';

/**
 * Loads what decisions about the alerts of some eSIMs need.
 *
 * @param addressesOn the day whose inventory has the travellers' addresses; null: none are loaded.
 */
export function alertsBefore(
  connection: Connection,
): (esims: readonly EsimKey[], addressesOn: CalendarDate | null) => AlertsBefore {
  const alertsOf = alertsOfEsims(connection);
  const provider = builtInAlert(connection, 'provider-down');
  const notified = notifiedBefore(connection);
  const addresses = addressesOf(connection);
  return (esims, addressesOn) => {
    const alerts = esims.length === 0 ? [] : alertsOf(esims);
    return {
      alerts: alertsByEsim(alerts),
      providerAlert: provider(),
      notifiedBefore: notified(alerts),
      inventoryAddresses: addressesOn === null ? new Map() : addresses(esims, addressesOn),
    };
  };
}

/** Loads what a decision about the alert of the provider needs. */
export function providerAlertBefore(connection: Connection): () => AlertsBefore {
  const provider = builtInAlert(connection, 'provider-down');
  const notified = notifiedBefore(connection);
  return () => {
    const alert = provider();
    return {
      alerts: new Map(),
      providerAlert: alert,
      notifiedBefore: notified(alert === null ? [] : [alert]),
      inventoryAddresses: new Map(),
    };
  };
}

/** Reads all recipients that notifications of these alerts were ever queued for. */
export function notifiedBefore(
  connection: Connection,
): (alerts: readonly Alert[]) => AlertsBefore['notifiedBefore'] {
  const select = connection.prepare(notifiedQuery);
  return (alerts) =>
    alerts.length === 0
      ? new Map()
      : notifiedByAlert(select.all({ alerts: keyList(alerts.map(({ id }) => id)) }));
}
