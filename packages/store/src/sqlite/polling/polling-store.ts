import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import { answers } from './answers.js';
import { dueBy } from './due-by.js';
import { remembered, setDue } from './memories.js';

export function createPollingStore(connection: Connection): PollingStore {
  return {
    answers: answers(connection),
    remembered: remembered(connection),
    setDue: setDue(connection),
    dueBy: dueBy(connection),
  };
}
