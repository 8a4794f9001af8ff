import type { EsimKey, Reading } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { FIGURE_COLUMNS } from './last-reading.js';
import type { UsageStore } from './usage-store.js';

/** One query for a whole batch; rows as arrays, because there are many of them. */
export function readingsOf(connection: Connection): UsageStore['readingsOf'] {
  const select = connection.prepare((db, { keys, from }: Params<{ keys: string; from: number }>) =>
    db
      .selectFrom('reading')
      .select(['esim', 'at', ...FIGURE_COLUMNS])
      .where('esim', 'in', keysIn(keys))
      .where('at', '>=', from)
      .orderBy('esim')
      .orderBy('at'),
  );
  return (esims, from) => {
    const readings = new Map<EsimKey, Reading[]>();
    for (const [esim, at, ...figures] of select.tuples({ keys: keyList(esims), from })) {
      const [allowanceBytes = null, remainingBytes = null, packageStartedAt = null, packageEndsAt = null] =
        figures;
      const reading = { at: at ?? 0, allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt };
      const earlier = readings.get(esim ?? 0);
      if (earlier) earlier.push(reading);
      else readings.set(esim ?? 0, [reading]);
    }
    return readings;
  };
}
