import type { PushBefore } from '@roamwatch/core';
import { sql } from 'kysely';
import { pushedDue } from '../../sql/push/due.js';
import { identify } from '../../sql/push/identify.js';
import { toRow } from '../../sql/push/mark.js';
import type { PushStore } from '../../stores/push-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { loadFacts, lockStates } from '../fleet/facts.js';
import { fleetMemories } from '../polling/fleet-memory.js';
import { remembered, setDue } from '../polling/memories.js';
import { addRejected } from '../rejected/add-rejected.js';

export function createPushStore(connection: Connection): PushStore {
  const reject = addRejected(connection);
  return {
    identify: identify(connection),
    record: record(connection),
    reject: (rejected, at) => reject([{ esim: null, rejected, at }]),
    ...pushedDue(connection),
  };
}

const COLUMNS = {
  esim: 'bigint',
  event_at: 'bigint',
  received_at: 'bigint',
  seen: 'text',
  told: 'text',
  due_at: 'bigint',
  hastened_at: 'bigint',
  held_until: 'bigint',
} as const;

function record(connection: Connection): PushStore['record'] {
  const lock = lockStates(connection);
  const factsOf = loadFacts(connection);
  const memories = remembered(connection);
  const { fleetMemory } = fleetMemories(connection);
  const due = setDue(connection);
  return (esims, now, decide) =>
    connection.transaction(async () => {
      await lock(esims);
      const before: PushBefore = {
        facts: new Map((await factsOf(esims, now)).map((one) => [one.esim, one])),
        remembered: await memories(esims),
        fleet: (await fleetMemory())?.view ?? null,
      };
      const changes = decide(before);
      const rows = [...changes.marks]
        .filter(([esim, mark]) => mark !== before.remembered.get(esim)?.push)
        .map(([esim, mark]) => toRow(esim, mark));
      if (rows.length > 0) {
        await connection.change(sql`insert into push_mark (esim, event_at, received_at, seen, told, due_at, hastened_at, held_until)
          select esim, event_at, received_at, seen, told, due_at, hastened_at, held_until from ${tableOf('given', rows, COLUMNS)}
          order by esim
          on conflict (esim) do update set event_at = excluded.event_at, received_at = excluded.received_at,
            seen = excluded.seen, told = excluded.told, due_at = excluded.due_at,
            hastened_at = excluded.hastened_at, held_until = excluded.held_until`);
      }
      await due(changes.due);
      return changes;
    });
}
