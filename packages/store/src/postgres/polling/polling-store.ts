import { dueBy } from '../../sql/polling/due-by.js';
import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import { answers } from './answers.js';
import { fleetMemories } from './fleet-memory.js';
import { remembered, setDue } from './memories.js';

export function createPollingStore(connection: Connection): PollingStore {
  const { fleetMemory, changeFleetMemory } = fleetMemories(connection);
  return {
    answers: answers(connection),
    remembered: remembered(connection),
    setDue: setDue(connection),
    dueBy: dueBy(connection),
    fleetMemory,
    changeFleetMemory,
  };
}
