import type { Alert, EsimKey } from '@roamwatch/core';
import { toAlert } from '../../sql/alerts/alert.js';
import {
  alertsOfQuery,
  type BuiltInType,
  budgetAlertsQuery,
  builtInAlertQuery,
} from '../../sql/alerts/alerts-of.js';
import { keyList } from '../../sql/database/dialect.js';
import type { Connection } from '../database/connection.js';

export function alertsOfEsims(connection: Connection): (esims: readonly EsimKey[]) => readonly Alert[] {
  const select = connection.prepare(alertsOfQuery);
  return (esims) => select.all({ keys: keyList(esims) }).map(toAlert);
}

/** The newest alert of a type that is built in. */
export function builtInAlert(connection: Connection, type: BuiltInType): () => Alert | null {
  const select = connection.prepare(builtInAlertQuery(type));
  return () => {
    const row = select.get({});
    return row === undefined ? null : toAlert(row);
  };
}

/** Alerts of budgets that are open, or of a month that is evaluated. */
export function budgetAlerts(connection: Connection): (months: readonly number[]) => readonly Alert[] {
  const select = connection.prepare(budgetAlertsQuery);
  return (months) => select.all({ months: keyList(months) }).map(toAlert);
}
