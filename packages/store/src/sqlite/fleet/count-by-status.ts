import { sql } from 'kysely';
import { inSlices } from '../../sql/database/in-slices.js';
import { SliceSize } from '../../sql/database/slice-size.js';
import type { EsimWindow } from '../../sql/fleet/esim-windows.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** Entries of the index by status. */
const FIRST_SLICE = 20_000;
const LIMITS = { least: 1_000, most: 200_000 };

interface Counted extends EsimWindow {
  readonly status: string;
}

interface Place {
  readonly status: string;
  readonly after: number;
}

/** Goes through the index by status, which has the eSIMs of each status by key. */
export function countByStatus(connection: Connection): FleetStore['countByStatus'] {
  const last = connection.prepare((db) =>
    db.selectFrom('esim').select((esims) => esims.fn.max<number | null>('id').as('id')),
  );
  const counted = connection.prepare<Counted, { esims: number }>((db, { status, after, upTo }) => {
    // By itself SQLite reads the rows of a window.
    const query = sql<{ esims: number }>`select count(*) as esims from esim indexed by esim_by_status
      where left_list_at is null and status = ${status} and id > ${after} and id <= ${upTo}`;
    return { compile: () => query.compile(db) };
  });
  const following = connection.prepare((db, { status }: Params<{ status: string }>) =>
    db
      .selectFrom('esim')
      .select((of) => of.fn.min<string | null>('status').as('status'))
      .where('left_list_at', 'is', null)
      .where('status', '>', status),
  );
  const size = new SliceSize(FIRST_SLICE, LIMITS);

  return async () => {
    const counts = new Map<string, number>();
    const end = last.get({})?.id ?? 0;
    await inSlices<Place>(connection, size, { status: '', after: 0 }, async (place, limit) => {
      let { status, after } = place;
      for (let looked = 0; looked < limit; ) {
        const upTo = after + limit;
        const esims = counted.get({ status, after, upTo })?.esims ?? 0;
        if (esims > 0) counts.set(status, (counts.get(status) ?? 0) + esims);
        looked += 1 + esims;
        if (upTo < end) {
          after = upTo;
          continue;
        }
        const next = following.get({ status })?.status ?? null;
        if (next === null) return null;
        [status, after] = [next, 0];
      }
      return { status, after };
    });
    return counts;
  };
}
