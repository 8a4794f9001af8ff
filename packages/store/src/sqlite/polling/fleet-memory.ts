import type { FleetMemory } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import { getSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'polling.fleet';

/** Null before the fleet was first planned. */
export function fleetMemory(connection: Connection): () => FleetMemory | null {
  const get = getSetting(connection);
  return () => (get(KEY) ?? null) as FleetMemory | null;
}

export function keepFleetMemory(connection: Connection): (memory: FleetMemory) => void {
  const set = setSetting(connection);
  return (memory) => set(KEY, memory);
}
