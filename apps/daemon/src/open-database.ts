import type { UnixSeconds } from '@roamwatch/core';
import type { Store, StoreLog } from '@roamwatch/store';
import type { PostgresAddress } from '@roamwatch/store/postgres';
import type { Config, DatabaseServer } from './config/config.js';

export interface DatabaseOptions {
  readonly log?: StoreLog;
  readonly now?: () => UnixSeconds;
  /** Opens a database that is there and up to date, and changes nothing of its schema. */
  readonly readOnly?: boolean;
  /** Reads the whole file first; a server needs no such check. */
  readonly integrityCheck?: boolean;
  /** A file for this process alone. */
  readonly temporary?: boolean;
}

/**
 * Opens the database that a configuration names. Only what that kind of database needs is loaded.
 *
 * @throws StoreError when it cannot be opened; SecretError when its password is missing.
 */
export async function openDatabase(
  { database, tls }: Pick<Config, 'database' | 'tls'>,
  options: DatabaseOptions = {},
): Promise<Store> {
  const { file, server } = database;
  if (server === undefined) {
    const { openStore } = await import('@roamwatch/store');
    return openStore({ ...options, file });
  }
  const { openPostgresStore } = await import('@roamwatch/store/postgres');
  const { log, now, readOnly } = options;
  return openPostgresStore({
    ...addressOf(server, tls),
    ...(log && { log }),
    ...(now && { now }),
    ...(readOnly && { readOnly }),
  });
}

/**
 * The address of a server, with what it takes to get in.
 *
 * @throws SecretError when the password is missing.
 */
export function addressOf(server: DatabaseServer, tls: Config['tls']): PostgresAddress {
  return {
    url: server.url,
    ...(server.password && { password: server.password.reveal() }),
    ...(tls && { ca: tls.certificates }),
  };
}
