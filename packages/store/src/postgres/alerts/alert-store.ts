import type { UnixSeconds } from '@roamwatch/core';
import { countOpen } from '../../sql/alerts/count-open.js';
import { history } from '../../sql/alerts/history.js';
import { get, open } from '../../sql/alerts/rows.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { acknowledging } from './acknowledge.js';
import { alertsOfEsims, providerAlert } from './alerts-before.js';
import { byClock } from './by-clock.js';
import { ofBudgets } from './of-budgets.js';
import { ofProvider } from './of-provider.js';
import { useRules } from './use-rules.js';

/** `now` decides which inventory entry names the eSIM of an alert. */
export function createAlertStore(connection: Connection, now: () => UnixSeconds): AlertStore {
  return {
    ...acknowledging(connection),
    byClock: byClock(connection),
    ofProvider: ofProvider(connection),
    ofBudgets: ofBudgets(connection),
    useRules: useRules(connection),
    ofEsims: alertsOfEsims(connection),
    aboutProvider: providerAlert(connection),
    get: get(connection, now),
    open: open(connection, now),
    countOpen: countOpen(connection),
    history: history(connection),
  };
}
