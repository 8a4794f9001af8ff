import type { Params, Queries } from '../database/database.js';

/*
 * The digest of the daily rows that an answer had before its last one: all of them are stored, so that they need be neither read
 * nor compared if they come again. Whatever writes daily rows other than by such an answer forgets it.
 */

/** Of one whose places were erased: what its answers say of them is no longer stored as it comes. */
export function forgetDigestQuery(db: Queries, { esim }: Params<{ esim: number }>) {
  return db.updateTable('esim_state').set({ days_digest: null }).where('esim', '=', esim);
}

/** Of all eSIMs, for what changes daily rows other than by an answer. */
export function forgetDigestsQuery(db: Queries) {
  return db.updateTable('esim_state').set({ days_digest: null }).where('days_digest', 'is not', null);
}
