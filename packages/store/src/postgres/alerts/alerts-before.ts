import type { Alert, AlertsBefore, CalendarDate, EsimKey } from '@roamwatch/core';
import { toAlert } from '../../sql/alerts/alert.js';
import { alertsByEsim, notifiedByAlert, notifiedQuery } from '../../sql/alerts/alerts-before.js';
import { alertsOfQuery, type BuiltInType, builtInAlertQuery } from '../../sql/alerts/alerts-of.js';
import { keyList } from '../../sql/database/dialect.js';
import type { Connection } from '../database/connection.js';
import { addressesOf } from '../inventory/addresses-of.js';

export function alertsOfEsims(
  connection: Connection,
): (esims: readonly EsimKey[]) => Promise<readonly Alert[]> {
  const select = connection.prepare(alertsOfQuery);
  return async (esims) => (await select.all({ keys: keyList(esims) })).map(toAlert);
}

/** The newest alert of a type that is built in. */
export function builtInAlert(connection: Connection, type: BuiltInType): () => Promise<Alert | null> {
  const select = connection.prepare(builtInAlertQuery(type));
  return async () => {
    const row = await select.get({});
    return row === undefined ? null : toAlert(row);
  };
}

/**
 * Loads what decisions about the alerts of some eSIMs need.
 *
 * @param addressesOn the day whose inventory has the travellers' addresses; null: none are loaded.
 */
export function alertsBefore(
  connection: Connection,
): (esims: readonly EsimKey[], addressesOn: CalendarDate | null) => Promise<AlertsBefore> {
  const alertsOf = alertsOfEsims(connection);
  const provider = builtInAlert(connection, 'provider-down');
  const notified = notifiedBefore(connection);
  const addresses = addressesOf(connection);
  return async (esims, addressesOn) => {
    const alerts = esims.length === 0 ? [] : await alertsOf(esims);
    return {
      alerts: alertsByEsim(alerts),
      providerAlert: await provider(),
      notifiedBefore: await notified(alerts),
      inventoryAddresses: addressesOn === null ? new Map() : await addresses(esims, addressesOn),
    };
  };
}

/** Loads what a decision about the alert of the provider needs. */
export function providerAlertBefore(connection: Connection): () => Promise<AlertsBefore> {
  const provider = builtInAlert(connection, 'provider-down');
  const notified = notifiedBefore(connection);
  return async () => {
    const alert = await provider();
    return {
      alerts: new Map(),
      providerAlert: alert,
      notifiedBefore: await notified(alert === null ? [] : [alert]),
      inventoryAddresses: new Map(),
    };
  };
}

/** Reads all recipients that notifications of these alerts were ever queued for. */
export function notifiedBefore(
  connection: Connection,
): (alerts: readonly Alert[]) => Promise<AlertsBefore['notifiedBefore']> {
  const select = connection.prepare(notifiedQuery);
  return async (alerts) =>
    alerts.length === 0
      ? new Map()
      : notifiedByAlert(await select.all({ alerts: keyList(alerts.map(({ id }) => id)) }));
}
