import type { EsimKey, ListedEsim, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { StoredEsim } from '../../sql/fleet/listed.js';
import {
  type Alias,
  compareWithStored,
  decideListing,
  type ListingChanges,
} from '../../sql/fleet/listing.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { addRejected } from '../rejected/add-rejected.js';

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
  listed_as: 'text',
} as const;

export function recordListed(connection: Connection): FleetStore['recordListed'] {
  const reject = addRejected(connection);

  /** The stored eSIMs of a page, and the cards they belong to. */
  async function load(esims: readonly ListedEsim[]) {
    const ids = esims.map(({ esimId }) => esimId);
    const iccids = esims.flatMap(({ iccid }) => iccid ?? []);
    const aliases = await connection.rows<Alias>(
      sql`select esim_id as "esimId", esim from esim_alias where esim_id = any(${ids}::text[])`,
    );
    const keys = aliases.map(({ esim }) => esim);
    const rows = await connection.rows<StoredEsim>(sql`select * from esim where esim_id = any(${ids}::text[])
      or id = any(${keys}::bigint[])
      or (iccid = any(${iccids}::text[]) and iccid_moved_at is null) order by id for update`);
    return { rows, aliases };
  }

  /** Returns the keys of all that were listed. */
  async function write(
    { changed, added, aliases, listed }: ListingChanges,
    at: UnixSeconds,
  ): Promise<EsimKey[]> {
    const touched = changed.map(({ id }) => id);
    if (touched.length > 0) {
      // Out of the index of current ICCIDs first: two eSIMs may have changed places.
      await connection.change(sql`update esim set iccid_moved_at = ${at} where id = any(${touched}::bigint[])
        and iccid_moved_at is null`);
    }
    if (changed.length > 0) {
      await connection.change(sql`update esim set iccid = given.iccid, request_iccid = given.request_iccid,
          status = given.status, usage_check = given.usage_check, unlimited = given.unlimited,
          top_up = given.top_up, notes = given.notes, created_at = given.created_at,
          updated_at = given.updated_at, expires_at = given.expires_at, left_list_at = null,
          iccid_moved_at = null, listed_as = given.listed_as
        from ${tableOf('given', changed, { id: 'bigint', ...COLUMNS })} where esim.id = given.id`);
      const keys = changed.map(({ id }) => id);
      await connection.change(sql`update esim_state set clock_due_at = null, quiet_until = null
        where esim = any(${keys}::bigint[])`);
    }
    let keys: EsimKey[] = [];
    if (added.length > 0) {
      const rows = await connection.rows<{ esim: EsimKey }>(sql`with added as (
          insert into esim (esim_id, iccid, request_iccid, status, usage_check, unlimited, top_up, notes,
            created_at, updated_at, expires_at, listed_as, first_seen_at)
          select esim_id, iccid, request_iccid, status, usage_check, unlimited, top_up, notes,
            created_at, updated_at, expires_at, listed_as, ${at}::bigint
          from ${tableOf('given', added, COLUMNS)} order by position returning id)
        insert into esim_state (esim) select id from added returning esim`);
      keys = rows.map(({ esim }) => esim);
    }
    if (aliases.length > 0) await writeAliases(aliases, added);
    return [...listed, ...keys];
  }

  async function writeAliases(aliases: readonly Alias[], added: readonly StoredEsim[]): Promise<void> {
    const names = new Map(added.map(({ id, esim_id }) => [id, esim_id]));
    for (const { esimId, esim } of aliases) {
      const name = names.get(esim) ?? null;
      await connection.change(sql`insert into esim_alias (esim_id, esim)
        select ${esimId}::text, id from esim where id = ${esim}::bigint or esim_id = ${name}::text
        on conflict (esim_id) do update set esim = excluded.esim`);
    }
  }

  return ({ esims, rejected }, at) =>
    connection.transaction(async () => {
      await reject([{ esim: null, rejected, at }]);
      if (esims.length === 0) return [];
      const { rows, aliases } = await load(esims);
      const { newlySaid, unchanged } = compareWithStored(esims, rows, aliases);
      if (newlySaid.length === 0) return unchanged;
      return write(decideListing(esims, rows, aliases), at);
    });
}
