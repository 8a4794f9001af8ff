import { dueBy } from '../../sql/polling/due-by.js';
import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import { answers } from './answers.js';
import { fleetMemory, keepFleetMemory } from './fleet-memory.js';
import { remembered, setDue } from './memories.js';

export function createPollingStore(connection: Connection): PollingStore {
  const memoriesOf = remembered(connection);
  const keepDue = setDue(connection);
  const memory = fleetMemory(connection);
  const keepMemory = keepFleetMemory(connection);
  return {
    answers: answers(connection),
    remembered: async (esims) => memoriesOf(esims),
    setDue: async (due) => keepDue(due),
    dueBy: dueBy(connection),
    fleetMemory: async () => memory(),
    changeFleetMemory: async (decide) => connection.transaction(() => keepMemory(decide(memory()))),
  };
}
