import type { EsimKey, PollMemory, PushMark, Remembered, UnixSeconds } from '@roamwatch/core';
import type { InferResult } from 'kysely';
import type { PollMemoryTable } from '../../schema/polling.js';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { MARK_COLUMNS, type MarkColumns, toMark } from '../push/mark.js';

/** The polling state of eSIMs; all that exist are in the result. */
export function rememberedQuery(db: Queries, { keys }: Params<{ keys: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('esim')
    .leftJoin('poll_memory', 'poll_memory.esim', 'esim.id')
    .leftJoin('push_mark', 'push_mark.esim', 'esim.id')
    .select(['id', 'esim.updated_at as listed_updated_at', 'asked_at', 'poll_memory.updated_at'])
    .select(['moved_after', 'moved_by', 'bytes_per_hour'])
    .select(MARK_COLUMNS)
    .where('id', 'in', keysIn(keys))
    .orderBy('id');
}

export function toRemembered(
  rows: InferResult<ReturnType<typeof rememberedQuery>>,
): ReadonlyMap<EsimKey, Remembered> {
  return new Map(
    rows.map((row) => {
      const memory = row.asked_at === null ? null : toMemory(row, row.asked_at);
      const push = pushMarkIn(row);
      return [row.id, { memory, updatedAt: row.listed_updated_at, ...(push && { push }) }];
    }),
  );
}

/** Null without one: then all its columns are. */
function pushMarkIn(row: { readonly [Column in keyof Marked]: Marked[Column] | null }): PushMark | null {
  const { event_at, received_at, seen } = row;
  if (event_at === null || received_at === null || seen === null) return null;
  return toMark({ ...row, event_at, received_at, seen });
}

type Marked = Omit<MarkColumns, 'esim'>;

type Moves = Pick<PollMemoryTable, 'updated_at' | 'moved_after' | 'moved_by' | 'bytes_per_hour'>;

function toMemory(row: Moves, polledAt: UnixSeconds): PollMemory {
  return {
    polledAt,
    updatedAt: row.updated_at,
    movedAfter: row.moved_after,
    movedBy: row.moved_by,
    bytesPerHour: row.bytes_per_hour,
  };
}
