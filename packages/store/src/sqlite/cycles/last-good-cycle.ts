import type { UnixSeconds } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';

/** Reads when the newest cycle that ended without an error did so; null before the first. */
export function lastGoodCycle(connection: Connection): () => UnixSeconds | null {
  const select = connection.prepare((db) =>
    db
      .selectFrom('cycle')
      .select('ended_at')
      .where('ended_at', 'is not', null)
      .where('error', 'is', null)
      .orderBy('id', 'desc')
      .limit(1),
  );
  return () => select.get({})?.ended_at ?? null;
}
