import type { UnixSeconds } from '@roamwatch/core';
import { countOpen } from '../../sql/alerts/count-open.js';
import { history } from '../../sql/alerts/history.js';
import { get, open } from '../../sql/alerts/rows.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { acknowledge, unacknowledge } from './acknowledge.js';
import { alertsOfEsims, builtInAlert } from './alerts-of.js';
import { byClock } from './by-clock.js';
import { ofAccount } from './of-account.js';
import { ofBudgets } from './of-budgets.js';
import { ofProvider } from './of-provider.js';
import { useRules } from './use-rules.js';

/** `now` decides which inventory entry names the eSIM of an alert. */
export function createAlertStore(connection: Connection, now: () => UnixSeconds): AlertStore {
  const alertsOf = alertsOfEsims(connection);
  const aboutProvider = builtInAlert(connection, 'provider-down');
  return {
    byClock: byClock(connection),
    ofProvider: ofProvider(connection),
    ofAccount: ofAccount(connection),
    ofBudgets: ofBudgets(connection),
    useRules: useRules(connection),
    ofEsims: async (esims) => alertsOf(esims),
    aboutProvider: async () => aboutProvider(),
    get: get(connection, now),
    open: open(connection, now),
    countOpen: countOpen(connection),
    history: history(connection),
    acknowledge: acknowledge(connection),
    unacknowledge: unacknowledge(connection),
  };
}
