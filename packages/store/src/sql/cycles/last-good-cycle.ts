import type { UnixSeconds } from '@roamwatch/core';
import type { Database } from '../database/database.js';
import { ONE_ROW } from '../database/one-row.js';

/** Reads when the newest cycle that ended without an error did so, or when it began; null before the first. */
export function lastGoodCycle(
  database: Database,
  instant: 'begun_at' | 'ended_at' = 'ended_at',
): () => Promise<UnixSeconds | null> {
  const select = database.prepare((db) =>
    db
      .selectFrom('cycle')
      .select(instant)
      .where('ended_at', 'is not', null)
      .where('error', 'is', null)
      .orderBy('id', 'desc')
      .limit(ONE_ROW),
  );
  return async () => (await select.get({}))?.[instant] ?? null;
}
