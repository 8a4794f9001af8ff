import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { forgetClock } from '../fleet/clock-due.js';
import { getSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'rules.evaluated';

export function useRules(connection: Connection): AlertStore['useRules'] {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const forget = forgetClock(connection);
  return async (rules) =>
    connection.transaction(() => {
      const text = JSON.stringify(rules);
      if (get(KEY) === text) return;
      forget();
      set(KEY, text);
    });
}
