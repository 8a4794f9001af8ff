import type { AlertStore } from '../../stores/alert-store.js';
import { consecutiveFailures } from '../cycles/consecutive-failures.js';
import type { Connection } from '../database/connection.js';
import { providerAlertBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

export function ofProvider(connection: Connection): AlertStore['ofProvider'] {
  const before = providerAlertBefore(connection);
  const failedPolls = consecutiveFailures(connection);
  const write = writeTransitions(connection);
  return async (now, decide) =>
    connection.transaction(() => {
      const transition = decide({ ...before(), failedPolls: failedPolls() });
      return transition === null ? null : (write([transition], now)[0] ?? null);
    });
}
