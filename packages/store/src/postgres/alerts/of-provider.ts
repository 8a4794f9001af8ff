import { sql } from 'kysely';
import { consecutiveFailuresQuery } from '../../sql/cycles/consecutive-failures.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { providerAlertBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

/** "RWPR": taken to decide about the alert of the provider. */
const LOCK = 0x52575052;

export function ofProvider(connection: Connection): AlertStore['ofProvider'] {
  const before = providerAlertBefore(connection);
  const failedPolls = connection.prepare(consecutiveFailuresQuery);
  const write = writeTransitions(connection);
  return (now, decide) =>
    connection.transaction(async () => {
      await connection.rows(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
      const failed = await failedPolls.get({});
      const transition = decide({ ...(await before()), failedPolls: failed?.failures ?? 0 });
      return transition === null ? null : ((await write([transition], now))[0] ?? null);
    });
}
