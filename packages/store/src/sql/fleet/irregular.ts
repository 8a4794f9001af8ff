import type { EsimStatus, Monitored } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Build, Database, Params } from '../database/database.js';
import { inSlices } from '../database/in-slices.js';
import { SliceSize } from '../database/slice-size.js';

/** Listed eSIMs that are not as nearly all are, and how many are so. */
export interface Irregular {
  readonly status: EsimStatus;
  /** One of its own. */
  readonly hasIccid: boolean;
  readonly usageCheck: boolean;
  /** Null: it was read, and its calls do not fail. */
  readonly unread: 'failing' | 'never' | null;
  readonly esims: number;
}

interface Slice {
  readonly after: number;
  readonly limit: number;
}

interface Row {
  readonly status: string;
  readonly has_iccid: number;
  readonly usage_check: number;
  readonly unread: 'failing' | 'never' | null;
  /** Those that count, of `seen`. */
  readonly esims: number;
  readonly seen: number;
  readonly last: number;
}

/** Entries of an index that has no others. */
const FIRST_SLICE = 2_000;
const LIMITS = { least: 250, most: 50_000 };

// The conditions of the indexes, word for word: SQLite uses an index of some rows for no other.
const NOT_ASKABLE = sql`left_list_at is null and (usage_check = 0 or iccid is null or iccid_moved_at is not null)`;
/** Of `esim_state`: no good reading was ever made, or the last calls failed. */
export const UNREAD = sql`reading_at is null or failing_since is not null`;

const HAS_ICCID = sql`case when iccid is not null and iccid_moved_at is null then 1 else 0 end`;

/** Listed eSIMs that the provider cannot be asked about. */
export function notAskable(database: Database): () => Promise<readonly Irregular[]> {
  return counted(
    database,
    ({ after, limit }, { indexedBy }) => sql<Row>`
    select status, has_iccid, usage_check, null as unread, count(*) as esims, count(*) as seen, max(id) as last
    from (select id, status, ${HAS_ICCID} as has_iccid, usage_check from esim ${indexedBy('esim_not_askable')}
      where ${NOT_ASKABLE} and id > ${after} order by id limit ${limit}) as part
    group by status, has_iccid, usage_check`,
  );
}

/** Listed eSIMs without a good reading: none was ever made, or the last calls failed. Without those that cannot be asked about. */
export function unread(database: Database): () => Promise<readonly Irregular[]> {
  return counted(
    database,
    ({ after, limit }, { indexedBy }) => sql<Row>`
    select status, 1 as has_iccid, 1 as usage_check, unread,
      count(*) filter (where left_list_at is null and ${HAS_ICCID} = 1 and usage_check = 1) as esims,
      count(*) as seen, max(part.esim) as last
    from (select esim, case when failing_since is null then 'never' else 'failing' end as unread
      from esim_state ${indexedBy('esim_state_unread')}
      where (${UNREAD}) and esim > ${after} order by esim limit ${limit}) as part
    join esim on esim.id = part.esim
    group by status, unread`,
  );
}

function counted(
  database: Database,
  query: (slice: Params<Slice>, dialect: Database['dialect']) => ReturnType<typeof sql<Row>>,
): () => Promise<readonly Irregular[]> {
  const build: Build<Slice, Row> = (db, slice, dialect) => ({
    compile: () => query(slice, dialect).compile(db),
  });
  const select = database.prepare(build);
  const size = new SliceSize(FIRST_SLICE, LIMITS);
  return async () => {
    const found: Irregular[] = [];
    await inSlices(database, size, 0, async (after, limit) => {
      const rows = await select.all({ after, limit });
      found.push(...rows.filter(({ esims }) => esims > 0).map(toIrregular));
      const seen = rows.reduce((sum, row) => sum + row.seen, 0);
      return seen < limit ? null : rows.reduce((last, row) => Math.max(last, row.last), after);
    });
    return found;
  };
}

function toIrregular({ status, has_iccid, usage_check, unread, esims }: Row): Irregular {
  return { status, hasIccid: has_iccid === 1, usageCheck: usage_check === 1, unread, esims };
}

/** As far as it decides whether they are monitored. */
export function toMonitored({ status, hasIccid, usageCheck, unread }: Irregular): Monitored {
  return {
    status,
    iccid: hasIccid ? '' : null,
    usageCheck,
    failingSince: unread === 'failing' ? 0 : null,
    readAt: unread === null ? 0 : null,
  };
}
