import type { Queries } from '../database/database.js';

/**
 * Number of the newest cycles that ended one after the other because the provider could not be reached. One that never
 * ended (the process died) counts as neither.
 */
export function consecutiveFailuresQuery(db: Queries) {
  return db
    .selectFrom('cycle')
    .select((failures) => failures.fn.countAll<number>().as('failures'))
    .where('error', 'is not', null)
    .where('id', '>', (good) =>
      good
        .selectFrom('cycle')
        .select((last) => last.fn.coalesce(last.fn.max('id'), last.lit(0)).as('id'))
        .where('ended_at', 'is not', null)
        .where('error', 'is', null),
    );
}
