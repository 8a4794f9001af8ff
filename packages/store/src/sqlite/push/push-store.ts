import type { PushBefore } from '@roamwatch/core';
import { pushedDue } from '../../sql/push/due.js';
import { identify } from '../../sql/push/identify.js';
import { type MarkColumns, toRow } from '../../sql/push/mark.js';
import type { PushStore } from '../../stores/push-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { loadFacts } from '../fleet/facts.js';
import { fleetMemory } from '../polling/fleet-memory.js';
import { remembered, setDue } from '../polling/memories.js';
import { addRejected } from '../rejected/add-rejected.js';

export function createPushStore(connection: Connection): PushStore {
  const reject = addRejected(connection);
  return {
    identify: identify(connection),
    record: record(connection),
    reject: async (rejected, at) => reject(null, rejected, at),
    ...pushedDue(connection),
  };
}

function record(connection: Connection): PushStore['record'] {
  const factsOf = loadFacts(connection);
  const memories = remembered(connection);
  const fleet = fleetMemory(connection);
  const due = setDue(connection);
  const upsert = connection.prepare((db, p: Params<MarkColumns>) =>
    db
      .insertInto('push_mark')
      .values({
        esim: p.esim,
        event_at: p.event_at,
        received_at: p.received_at,
        seen: p.seen,
        told: p.told,
        due_at: p.due_at,
        hastened_at: p.hastened_at,
        held_until: p.held_until,
      })
      .onConflict((known) =>
        known.column('esim').doUpdateSet((column) => ({
          event_at: column.ref('excluded.event_at'),
          received_at: column.ref('excluded.received_at'),
          seen: column.ref('excluded.seen'),
          told: column.ref('excluded.told'),
          due_at: column.ref('excluded.due_at'),
          hastened_at: column.ref('excluded.hastened_at'),
          held_until: column.ref('excluded.held_until'),
        })),
      ),
  );
  return async (esims, now, decide) =>
    connection.transaction(() => {
      const before: PushBefore = {
        facts: new Map(factsOf(esims, now).map((one) => [one.esim, one])),
        remembered: memories(esims),
        fleet: fleet()?.view ?? null,
      };
      const changes = decide(before);
      for (const [esim, mark] of changes.marks) {
        if (mark !== before.remembered.get(esim)?.push) upsert.run(toRow(esim, mark));
      }
      due(changes.due);
      return changes;
    });
}
