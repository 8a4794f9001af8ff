import type { EsimKey, PollMemory, Remembered, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import { rememberedQuery, toRemembered } from '../../sql/polling/memories.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

interface MemoryColumns {
  esim: number;
  polledAt: number;
  updatedAt: number | null;
  movedAfter: number | null;
  movedBy: number | null;
  bytesPerHour: number | null;
}

export function remembered(
  connection: Connection,
): (esims: readonly EsimKey[]) => ReadonlyMap<EsimKey, Remembered> {
  const select = connection.prepare(rememberedQuery);
  return (esims) => toRemembered(select.all({ keys: keyList(esims) }));
}

export function remember(connection: Connection): (memories: ReadonlyMap<EsimKey, PollMemory>) => void {
  const upsert = connection.prepare((db, p: Params<MemoryColumns>) =>
    db
      .insertInto('poll_memory')
      .values({
        esim: p.esim,
        asked_at: p.polledAt,
        updated_at: p.updatedAt,
        moved_after: p.movedAfter,
        moved_by: p.movedBy,
        bytes_per_hour: p.bytesPerHour,
      })
      .onConflict((known) =>
        known.column('esim').doUpdateSet((column) => ({
          asked_at: column.ref('excluded.asked_at'),
          updated_at: column.ref('excluded.updated_at'),
          moved_after: column.ref('excluded.moved_after'),
          moved_by: column.ref('excluded.moved_by'),
          bytes_per_hour: column.ref('excluded.bytes_per_hour'),
        })),
      ),
  );
  return (memories) =>
    connection.transaction(() => {
      for (const [esim, memory] of memories) upsert.run({ esim, ...memory });
    });
}

export function setDue(connection: Connection): (due: ReadonlyMap<EsimKey, UnixSeconds>) => void {
  const upsert = connection.prepare((db, p: Params<{ esim: number; dueAt: number }>) =>
    db
      .insertInto('poll_memory')
      .values({ esim: p.esim, due_at: p.dueAt })
      .onConflict((known) =>
        known.column('esim').doUpdateSet((column) => ({ due_at: column.ref('excluded.due_at') })),
      ),
  );
  return (due) =>
    connection.transaction(() => {
      for (const [esim, dueAt] of due) upsert.run({ esim, dueAt });
    });
}
