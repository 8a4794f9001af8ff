import type { UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import { systemClock } from './clock.js';

/** The time by the clock that all who use the database go by: that of its server, or of this machine where it is a file. */
export async function databaseTime({ upkeep }: Pick<Store, 'upkeep'>): Promise<UnixSeconds> {
  const serverMs = await upkeep.serverTime();
  return serverMs === null ? systemClock() : Math.floor(serverMs / 1000);
}
