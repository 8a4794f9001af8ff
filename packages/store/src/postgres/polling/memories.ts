import type { EsimKey, PollMemory, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { rememberedQuery, toRemembered } from '../../sql/polling/memories.js';
import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

export function remembered(connection: Connection): PollingStore['remembered'] {
  const select = connection.prepare(rememberedQuery);
  return async (esims) => toRemembered(await select.all({ keys: keyList(esims) }));
}

export function remember(
  connection: Connection,
): (memories: ReadonlyMap<EsimKey, PollMemory>) => Promise<void> {
  const columns = {
    esim: 'bigint',
    polledAt: 'bigint',
    updatedAt: 'bigint',
    movedAfter: 'bigint',
    movedBy: 'bigint',
    bytesPerHour: 'bigint',
  } as const;
  return async (memories) => {
    if (memories.size === 0) return;
    const rows = [...memories].map(([esim, memory]) => ({ ...memory, esim }));
    await connection.change(sql`insert into poll_memory (esim, asked_at, updated_at, moved_after, moved_by,
        bytes_per_hour)
      select esim, "polledAt", "updatedAt", "movedAfter", "movedBy", "bytesPerHour"
      from ${tableOf('given', rows, columns)} order by esim
      on conflict (esim) do update set asked_at = excluded.asked_at, updated_at = excluded.updated_at,
        moved_after = excluded.moved_after, moved_by = excluded.moved_by, bytes_per_hour = excluded.bytes_per_hour`);
  };
}

export function setDue(connection: Connection): (due: ReadonlyMap<EsimKey, UnixSeconds>) => Promise<void> {
  return async (due) => {
    if (due.size === 0) return;
    const rows = [...due].map(([esim, at]) => ({ esim, at }));
    await connection.change(sql`insert into poll_memory (esim, due_at)
      select esim, at from ${tableOf('given', rows, { esim: 'bigint', at: 'bigint' })} order by esim
      on conflict (esim) do update set due_at = excluded.due_at`);
  };
}
