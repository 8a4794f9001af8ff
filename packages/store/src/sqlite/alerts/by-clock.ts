import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { dueByClock, setClockDue } from '../fleet/clock-due.js';
import { loadFacts } from '../fleet/facts.js';
import { alertsBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

export function byClock(connection: Connection): AlertStore['byClock'] {
  const keysDue = dueByClock(connection);
  const factsOf = loadFacts(connection);
  const alerts = alertsBefore(connection);
  const write = writeTransitions(connection);
  const setDue = setClockDue(connection);
  return async (page, decide) => {
    await connection.othersTurn();
    return connection.transaction(() => {
      const { now, addressesOn, limit } = page;
      const esims = keysDue(page);
      if (esims.length === 0) return { last: null, transitions: [] };
      const changes = decide({ ...alerts(esims, addressesOn), facts: factsOf(esims, now) });
      const transitions = write(changes.transitions, now);
      setDue(changes.due);
      return { last: esims.length < limit ? null : (esims.at(-1) ?? null), transitions };
    });
  };
}
