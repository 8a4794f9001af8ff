import type { Reader } from '@roamwatch/core';
import type { StoreAccess } from './with-store.js';

/** The reader of the command line: now, in the configured zone. */
export function readerOf({ now, config }: Pick<StoreAccess, 'now' | 'config'>): Reader {
  return { now, zone: config.timeZone };
}
