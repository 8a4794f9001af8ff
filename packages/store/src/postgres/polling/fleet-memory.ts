import type { FleetMemory } from '@roamwatch/core';
import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'polling.fleet';

interface FleetMemories extends Pick<PollingStore, 'fleetMemory' | 'changeFleetMemory'> {
  /** For a transaction that will change it. */
  lock(): Promise<void>;
  keep(memory: FleetMemory): Promise<void>;
}

export function fleetMemories(connection: Connection): FleetMemories {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  const fleetMemory = async () => ((await get(KEY)) ?? null) as FleetMemory | null;
  const keep = (memory: FleetMemory) => set(KEY, memory);
  return {
    fleetMemory,
    keep,
    lock: () => lock(KEY),
    changeFleetMemory: (decide) =>
      connection.transaction(async () => {
        await lock(KEY);
        await keep(decide(await fleetMemory()));
      }),
  };
}
