import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { dueByClock, setClockDue } from '../fleet/clock-due.js';
import { loadFacts, lockStates } from '../fleet/facts.js';
import { alertsBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

export function byClock(connection: Connection): AlertStore['byClock'] {
  const keysDue = dueByClock(connection);
  const lock = lockStates(connection);
  const factsOf = loadFacts(connection);
  const alerts = alertsBefore(connection);
  const write = writeTransitions(connection);
  const setDue = setClockDue(connection);
  return ({ now, leftSince, addressesOn, after, limit }, decide) =>
    connection.transaction(async () => {
      const esims = await keysDue({ now, leftSince, after, upTo: Number.MAX_SAFE_INTEGER, limit });
      if (esims.length === 0) return { last: null, transitions: [] };
      await lock(esims);
      const changes = decide({ ...(await alerts(esims, addressesOn)), facts: await factsOf(esims, now) });
      const transitions = await write(changes.transitions, now);
      await setDue(changes.due);
      return { last: esims.length < limit ? null : (esims.at(-1) ?? null), transitions };
    });
}
