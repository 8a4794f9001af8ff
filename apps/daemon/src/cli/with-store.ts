import type { UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import { databaseTime } from '../database-time.js';
import { openDatabase } from '../open-database.js';
import { configFor, type GlobalOptions, globalOptions, logFor } from './global-options.js';

/** The context of a command that works on the database alone. */
export interface StoreAccess {
  readonly store: Store;
  readonly config: Config;
  readonly options: GlobalOptions;
  readonly now: UnixSeconds;
}

/** Runs `work` with the database alone: no token, no password needs to be there. */
export async function withStore<T>(
  command: Command,
  work: (access: StoreAccess) => Promise<T> | T,
): Promise<T> {
  const options = globalOptions(command);
  const config = configFor(options, { need: [] });
  const store = await openDatabase(config, { log: logFor(options, 'warn') });
  try {
    return await work({ store, config, options, now: await databaseTime(store) });
  } finally {
    await store.close();
  }
}
