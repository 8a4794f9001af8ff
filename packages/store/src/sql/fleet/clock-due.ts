import type { ClockPage } from '../../stores/alert-store.js';
import type { Params, Queries } from '../database/database.js';
import type { EsimWindow } from './esim-windows.js';

/** The forecast of alerts no longer applies. */
export const NOTHING_FORESEEN = { clock_due_at: null, quiet_until: null };

interface DueParams extends EsimWindow {
  readonly now: number;
  readonly leftSince: number;
  readonly limit: number;
}

/** Where the clock alone may have changed something. */
export type DueByClock = Pick<ClockPage, 'now' | 'leftSince' | 'limit'> & EsimWindow;

export function dueByClockParams(due: DueByClock): DueParams {
  return { ...due, leftSince: due.leftSince ?? Number.MAX_SAFE_INTEGER };
}

/** Keys of eSIMs that rules may speak about and for which the clock alone can have changed something by `now`. */
export function dueByClockQuery(db: Queries, { now, leftSince, after, upTo, limit }: Params<DueParams>) {
  return db
    .selectFrom('esim')
    .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
    .select('id')
    .where((is) => is.or([is('clock_due_at', 'is', null), is('clock_due_at', '<=', now)]))
    .where((is) =>
      is.or([
        is('left_list_at', 'is', null),
        is('left_list_at', '>=', leftSince),
        is.exists(
          is
            .selectFrom('alert')
            .select('alert.id')
            .whereRef('alert.esim', '=', 'esim.id')
            .where('alert.state', '=', 'open'),
        ),
      ]),
    )
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .orderBy('id')
    .limit(limit);
}

/** Makes every eSIM due by the clock and every answer worth evaluating. */
export function forgetClockQuery(db: Queries) {
  return db
    .updateTable('esim_state')
    .set(NOTHING_FORESEEN)
    .where((is) => is.or([is('clock_due_at', 'is not', null), is('quiet_until', 'is not', null)]));
}
