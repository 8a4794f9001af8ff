import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { midnight } from '../../schema/day.js';
import type { HistoryTarget, PurchaseStore } from '../../stores/purchase-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { type EsimWindow, esimWindows } from '../fleet/esim-windows.js';

interface Due {
  monthFrom: UnixSeconds;
  monthTo: UnixSeconds;
  retryBefore: UnixSeconds;
  limit: number;
}

/** Never requested first: what is new matters most for the next report. */
export function historiesDue(database: Database): PurchaseStore['historiesDue'] {
  const select = database.prepare((db, p: Params<Due & EsimWindow>) =>
    askable(db)
      .select(['esim.id as esim', 'esim.iccid as iccid', 'esim.request_iccid as spelling'])
      .select('history_fetched_at as fetchedAt')
      .where('esim.id', '>', p.after)
      .where('esim.id', '<=', p.upTo)
      .where((is) =>
        is.or([
          is('history_failed_at', 'is', null),
          is('history_failed_at', '<', is.fn.coalesce('history_fetched_at', sql.lit(0))),
          is('history_failed_at', '<', p.retryBefore),
        ]),
      )
      .where((is) =>
        is.or([
          is('history_fetched_at', 'is', null),
          is('history_fetched_at', '<', is.ref('epoch_started_at')),
          is.and([is('history_fetched_at', '<', p.monthTo), wasAbout(p.monthFrom)]),
        ]),
      )
      .orderBy('history_fetched_at', (order) => order.asc().nullsFirst())
      .orderBy('esim.id')
      .limit(p.limit)
      .$narrowType<{ iccid: string }>(),
  );
  const windows = esimWindows(database);
  return async ({ month, retryBefore }, limit): Promise<readonly HistoryTarget[]> => {
    const due = { monthFrom: midnight(month.from), monthTo: midnight(month.to), retryBefore, limit };
    let first: readonly Fetched[] = [];
    for await (const window of windows()) {
      first = [...first, ...(await select.all({ ...due, ...window }))].sort(inOrder).slice(0, limit);
      // Windows come in the order of keys: nothing in a later one comes before these.
      if (first.length === limit && first.at(-1)?.fetchedAt === null) break;
    }
    return first.map(({ esim, iccid, spelling }) =>
      spelling === null ? { esim, iccid } : { esim, iccid, requestIccid: spelling },
    );
  };
}

interface Fetched {
  readonly esim: EsimKey;
  readonly iccid: string;
  readonly spelling: string | null;
  readonly fetchedAt: UnixSeconds | null;
}

function inOrder(a: Fetched, b: Fetched): number {
  return (a.fetchedAt ?? -1) - (b.fetchedAt ?? -1) || a.esim - b.esim;
}

/** eSIMs of a month whose history nobody has tried to read since the month ended. */
export function historiesMissing(database: Database): PurchaseStore['historiesMissing'] {
  const select = database.prepare(
    (db, { from, to, after, upTo }: Params<EsimWindow & { from: number; to: number }>) =>
      askable(db)
        .where('esim.id', '>', after)
        .where('esim.id', '<=', upTo)
        .select((esims) => esims.fn.countAll<number>().as('missing'))
        .where(wasAbout(from))
        .where((is) => is.or([is('history_fetched_at', 'is', null), is('history_fetched_at', '<', to)]))
        .where((is) => is.or([is('history_failed_at', 'is', null), is('history_failed_at', '<', to)])),
  );
  const windows = esimWindows(database);
  return async (month) => {
    const during = { from: midnight(month.from), to: midnight(month.to) };
    let missing = 0;
    for await (const window of windows())
      missing += (await select.get({ ...during, ...window }))?.missing ?? 0;
    return missing;
  };
}

export function historyFailed(database: Database): PurchaseStore['historyFailed'] {
  const update = database.prepare((db, { esim, at }: Params<{ esim: number; at: number }>) =>
    db.updateTable('esim_state').set({ history_failed_at: at }).where('esim', '=', esim),
  );
  return async (esim, at) => void (await update.run({ esim, at }));
}

function askable(db: Queries) {
  return db
    .selectFrom('esim')
    .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
    .where('left_list_at', 'is', null)
    .where('iccid', 'is not', null)
    .where('iccid_moved_at', 'is', null);
}

/** Read, made or first met since then: only such an eSIM can have bought anything. */
function wasAbout(since: Params<{ at: number }>['at']) {
  return sql<boolean>`(reading_at >= ${since} or created_at >= ${since} or first_seen_at >= ${since})`;
}
