import type { BalanceMemory } from '@roamwatch/core';
import { BALANCE_MEMORY } from '../../sql/alerts/balance-memory.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { getSetting, setSetting } from '../settings/settings-store.js';
import { notifiedBefore } from './alerts-before.js';
import { builtInAlert } from './alerts-of.js';
import { writeTransitions } from './write-transitions.js';

export function ofAccount(connection: Connection): AlertStore['ofAccount'] {
  const alertOf = builtInAlert(connection, 'account-balance');
  const notified = notifiedBefore(connection);
  const memoryOf = getSetting(connection);
  const remember = setSetting(connection);
  const write = writeTransitions(connection);
  return async (now, decide) =>
    connection.transaction(() => {
      const accountAlert = alertOf();
      const changes = decide({
        accountAlert,
        notifiedBefore: notified(accountAlert === null ? [] : [accountAlert]),
        memory: (memoryOf(BALANCE_MEMORY) ?? null) as BalanceMemory | null,
      });
      remember(BALANCE_MEMORY, changes.memory);
      const transitions = changes.transition === null ? [] : write([changes.transition], now);
      return { changes, transition: transitions[0] ?? null };
    });
}
