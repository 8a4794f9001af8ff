import type { Log, SharedQueue } from '@roamwatch/monitor';
import type { Config } from './config/config.js';
import { addressOf } from './open-database.js';

/**
 * Opens the queue that shares the work with other daemons on the same database; null with SQLite, which one process works on. Nothing
 * of it is loaded then.
 *
 * @throws StoreError when the server does not answer; SecretError when its password is missing.
 */
export async function openQueue(
  { database, tls }: Pick<Config, 'database' | 'tls'>,
  log: Log,
): Promise<SharedQueue | null> {
  if (database.server === undefined) return null;
  const { connectionOf, fromPostgres } = await import('@roamwatch/store/postgres');
  const { openBoss } = await import('@roamwatch/work');
  const address = connectionOf(addressOf(database.server, tls));
  /** Failures become those of the store, which distinguish an outage from a fault of the program. */
  const translated = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      throw fromPostgres(error);
    });
  const queue = await translated(openBoss({ address, log }));
  return {
    ...queue,
    send: (job) => translated(queue.send(job)),
    sending: (kind, jobs) => translated(queue.sending(kind, jobs)),
  };
}
