import type { BalanceMemory } from '@roamwatch/core';
import { BALANCE_MEMORY } from '../../sql/alerts/balance-memory.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';
import { builtInAlert, notifiedBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

export function ofAccount(connection: Connection): AlertStore['ofAccount'] {
  const alertOf = builtInAlert(connection, 'account-balance');
  const notified = notifiedBefore(connection);
  const lock = lockSetting(connection);
  const memoryOf = getSetting(connection);
  const remember = setSetting(connection);
  const write = writeTransitions(connection);
  return (now, decide) =>
    connection.transaction(async () => {
      await lock(BALANCE_MEMORY);
      const accountAlert = await alertOf();
      const changes = decide({
        accountAlert,
        notifiedBefore: await notified(accountAlert === null ? [] : [accountAlert]),
        memory: ((await memoryOf(BALANCE_MEMORY)) ?? null) as BalanceMemory | null,
      });
      await remember(BALANCE_MEMORY, changes.memory);
      const transitions = changes.transition === null ? [] : await write([changes.transition], now);
      return { changes, transition: transitions[0] ?? null };
    });
}
