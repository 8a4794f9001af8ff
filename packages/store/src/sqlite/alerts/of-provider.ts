import { consecutiveFailuresQuery } from '../../sql/cycles/consecutive-failures.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { providerAlertBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

export function ofProvider(connection: Connection): AlertStore['ofProvider'] {
  const before = providerAlertBefore(connection);
  const failedPolls = connection.prepare(consecutiveFailuresQuery);
  const write = writeTransitions(connection);
  return async (now, decide) =>
    connection.transaction(() => {
      const transition = decide({ ...before(), failedPolls: failedPolls.get({})?.failures ?? 0 });
      return transition === null ? null : (write([transition], now)[0] ?? null);
    });
}
