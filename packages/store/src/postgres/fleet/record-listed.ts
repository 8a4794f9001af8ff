import type { ListedEsim, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { type StoredEsim, saysTheSame, toColumns } from '../../sql/fleet/listed.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { addRejected } from '../rejected/add-rejected.js';

/** The id of a row that is not stored yet. */
const NEW = 0;

const COLUMNS = {
  esim_id: 'text',
  iccid: 'text',
  request_iccid: 'text',
  status: 'text',
  usage_check: 'bigint',
  unlimited: 'bigint',
  top_up: 'bigint',
  notes: 'text',
  created_at: 'bigint',
  updated_at: 'bigint',
  expires_at: 'bigint',
  iccid_moved_at: 'bigint',
} as const;

export function recordListed(connection: Connection): FleetStore['recordListed'] {
  const reject = addRejected(connection);

  /** What is stored of the eSIMs of a page, and of those whose ICCIDs it claims. */
  async function load(esims: readonly ListedEsim[]): Promise<readonly StoredEsim[]> {
    const ids = esims.map(({ esimId }) => esimId);
    const iccids = esims.flatMap(({ iccid }) => iccid ?? []);
    return connection.rows<StoredEsim>(sql`select * from esim where esim_id = any(${ids}::text[])
      or (iccid = any(${iccids}::text[]) and iccid_moved_at is null) order by id for update`);
  }

  async function write(fleet: Listing, at: UnixSeconds): Promise<void> {
    const { changed, added, moved } = fleet.results();
    const touched = [...changed, ...moved].map(({ id }) => id);
    if (touched.length > 0) {
      // Out of the index of ICCIDs in force first: two eSIMs may have changed places.
      await connection.change(sql`update esim set iccid_moved_at = ${at} where id = any(${touched}::bigint[])
        and iccid_moved_at is null`);
    }
    if (changed.length > 0) {
      await connection.change(sql`update esim set iccid = given.iccid, request_iccid = given.request_iccid,
          status = given.status, usage_check = given.usage_check, unlimited = given.unlimited,
          top_up = given.top_up, notes = given.notes, created_at = given.created_at,
          updated_at = given.updated_at, expires_at = given.expires_at, left_list_at = null,
          iccid_moved_at = given.iccid_moved_at
        from ${tableOf('given', changed, { id: 'bigint', ...COLUMNS })} where esim.id = given.id`);
      const keys = changed.map(({ id }) => id);
      await connection.change(sql`update esim_state set clock_due_at = null, quiet_until = null
        where esim = any(${keys}::bigint[])`);
    }
    if (added.length > 0) {
      await connection.change(sql`with added as (
          insert into esim (esim_id, iccid, request_iccid, status, usage_check, unlimited, top_up, notes,
            created_at, updated_at, expires_at, iccid_moved_at, first_seen_at)
          select esim_id, iccid, request_iccid, status, usage_check, unlimited, top_up, notes,
            created_at, updated_at, expires_at, iccid_moved_at, ${at}::bigint
          from ${tableOf('given', added, COLUMNS)} order by position returning id)
        insert into esim_state (esim, listed_at) select id, ${at}::bigint from added`);
    }
    const listed = fleet.listed();
    if (listed.length > 0) {
      await connection.change(
        sql`update esim_state set listed_at = ${at} where esim = any(${listed}::bigint[])`,
      );
    }
  }

  return ({ esims, rejected }, at) =>
    connection.transaction(async () => {
      await reject([{ esim: null, rejected, at }]);
      if (esims.length === 0) return;
      const fleet = new Listing(await load(esims));
      for (const esim of esims) fleet.take(esim, at);
      await write(fleet, at);
    });
}

/** What a page of the list makes of what is stored, entry by entry: an eSIM can come twice, and take an ICCID from another. */
class Listing {
  readonly #rows: Map<string, StoredEsim>;
  readonly #changed = new Set<string>();
  readonly #moved = new Set<string>();
  readonly #listed = new Set<number>();

  constructor(stored: readonly StoredEsim[]) {
    this.#rows = new Map(stored.map((row) => [row.esim_id, row]));
  }

  take(esim: ListedEsim, at: UnixSeconds): void {
    const stored = this.#rows.get(esim.esimId);
    if (stored !== undefined) this.#listed.add(stored.id);
    if (stored !== undefined && saysTheSame(stored, esim)) return;
    if (esim.iccid !== null) this.#takeFromOthers(esim.iccid, esim.esimId, at);
    const row = stored ?? { ...NOTHING, esim_id: esim.esimId };
    this.#rows.set(esim.esimId, {
      ...row,
      ...toColumns(esim, stored),
      iccid_moved_at: null,
      left_list_at: null,
    });
    this.#changed.add(esim.esimId);
  }

  #takeFromOthers(iccid: string, esimId: string, at: UnixSeconds): void {
    for (const [id, row] of this.#rows) {
      if (id === esimId || row.iccid !== iccid || row.iccid_moved_at !== null) continue;
      this.#rows.set(id, { ...row, iccid_moved_at: at });
      this.#moved.add(id);
    }
  }

  results(): { readonly changed: StoredEsim[]; readonly added: StoredEsim[]; readonly moved: StoredEsim[] } {
    const changed = [...this.#changed].flatMap((id) => this.#rows.get(id) ?? []);
    const moved = [...this.#moved].filter((id) => !this.#changed.has(id));
    return {
      changed: changed.filter(({ id }) => id !== NEW),
      added: changed.filter(({ id }) => id === NEW),
      moved: moved.flatMap((id) => this.#rows.get(id) ?? []),
    };
  }

  /** Keys of those that were known before. */
  listed(): readonly number[] {
    return [...this.#listed].filter((id) => id !== NEW).sort((a, b) => a - b);
  }
}

const NOTHING: StoredEsim = {
  id: NEW,
  esim_id: '',
  iccid: null,
  request_iccid: null,
  iccid_moved_at: null,
  status: '',
  usage_check: 0,
  unlimited: 0,
  top_up: 0,
  notes: '[]',
  created_at: null,
  updated_at: null,
  expires_at: null,
  first_seen_at: 0,
  left_list_at: null,
};
