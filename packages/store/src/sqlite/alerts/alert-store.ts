import type { UnixSeconds } from '@roamwatch/core';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { acknowledge } from './acknowledge.js';
import { aboutProvider, ofEsims } from './alerts-of.js';
import { apply } from './apply.js';
import { countOpen } from './count-open.js';
import { history } from './history.js';
import { get, open } from './rows.js';

/** `now` decides which inventory entry names the eSIM of an alert. */
export function createAlertStore(connection: Connection, now: () => UnixSeconds): AlertStore {
  return {
    ofEsims: ofEsims(connection),
    aboutProvider: aboutProvider(connection),
    apply: apply(connection),
    get: get(connection, now),
    open: open(connection, now),
    countOpen: countOpen(connection),
    history: history(connection),
    acknowledge: acknowledge(connection),
  };
}
