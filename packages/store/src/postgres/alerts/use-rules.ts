import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { forgetClock } from '../fleet/clock-due.js';
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'rules.evaluated';

export function useRules(connection: Connection): AlertStore['useRules'] {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  const forget = forgetClock(connection);
  return (rules) =>
    connection.transaction(async () => {
      await lock(KEY);
      const text = JSON.stringify(rules);
      if ((await get(KEY)) === text) return;
      await forget();
      await set(KEY, text);
    });
}
