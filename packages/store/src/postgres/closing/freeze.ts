import type { CostRow, PurchaseRow, ReconciliationRow, UsageRow } from '@roamwatch/core';
import { sql } from 'kysely';
import { toDay } from '../../schema/day.js';
import type { Party } from '../../sql/closing/party.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { createLocations } from '../usage/locations.js';

/** Stores the rows of a month in the order they are given, a slice at a time. */
export interface FrozenRowWriter {
  addUsage(rows: readonly UsageRow[]): Promise<void>;
  addPurchases(rows: readonly PurchaseRow[]): Promise<void>;
  addReconciliation(rows: readonly ReconciliationRow[]): Promise<void>;
  addCosts(rows: readonly CostRow[]): Promise<void>;
  /** Takes back what was counted since, when a slice was undone. */
  mark(): () => void;
}

export function frozenRowWriter(connection: Connection): (period: number) => FrozenRowWriter {
  const locations = createLocations(connection);
  return (period) => {
    const partiesOf = parties(connection, period);
    const last = { usage: 0, purchases: 0, reconciliation: 0, cost: 0 };
    const next = (kind: keyof typeof last) => {
      last[kind] += 1;
      return last[kind];
    };
    return {
      async addUsage(rows) {
        const keyOf = await locations.keysOf(rows.map(({ location }) => location));
        const partyOf = await partiesOf.keysOf(rows);
        const frozen = rows.map((row) => ({
          seq: next('usage'),
          date: toDay(row.usageDate),
          party: partyOf(row),
          location: keyOf(row.location),
          countryCode: row.countryCode ?? '',
          correction: Number(row.chargeClass === 'Correction'),
          usedBytes: row.usedBytes,
          restated: Number(row.quality === 'restated'),
          firstSeenAt: row.firstSeenAt,
          lastChangedAt: row.lastChangedAt,
        }));
        await connection.change(sql`insert into closed_usage (period, seq, date, party, location, country_code, correction,
            used_bytes, restated, first_seen_at, last_changed_at)
          select ${period}::bigint, seq, date, party, location, "countryCode", correction, "usedBytes", restated, "firstSeenAt",
            "lastChangedAt"
          from ${tableOf('given', frozen, {
            seq: 'bigint',
            date: 'bigint',
            party: 'bigint',
            location: 'bigint',
            countryCode: 'text',
            correction: 'bigint',
            usedBytes: 'bigint',
            restated: 'bigint',
            firstSeenAt: 'bigint',
            lastChangedAt: 'bigint',
          })}`);
      },
      async addPurchases(rows) {
        const partyOf = await partiesOf.keysOf(rows);
        const frozen = rows.map((row) => ({
          ...row,
          seq: next('purchases'),
          party: partyOf(row),
          refund: row.refund === undefined ? null : Number(row.refund),
          correction: Number(row.chargeClass === 'Correction'),
        }));
        await connection.change(sql`insert into closed_purchase (period, seq, purchased_at, party, package_id, package_name,
            type, price, currency, refund, correction)
          select ${period}::bigint, seq, "purchasedAt", party, "packageId", "packageName", type, price, currency, refund,
            correction
          from ${tableOf('given', frozen, {
            seq: 'bigint',
            purchasedAt: 'bigint',
            party: 'bigint',
            packageId: 'text',
            packageName: 'text',
            type: 'text',
            price: 'text',
            currency: 'text',
            refund: 'bigint',
            correction: 'bigint',
          })}`);
      },
      async addReconciliation(rows) {
        const frozen = rows.map((row) => ({
          seq: next('reconciliation'),
          iccid: row.iccid,
          text: JSON.stringify(row),
        }));
        await connection.change(sql`insert into closed_reconciliation (period, seq, iccid, "row")
          select ${period}::bigint, seq, iccid, text
          from ${tableOf('given', frozen, { seq: 'bigint', iccid: 'text', text: 'text' })}`);
      },
      async addCosts(rows) {
        const frozen = rows.map((row) => ({
          seq: next('cost'),
          iccid: row.iccid,
          esimId: row.esimId,
          purchasedAt: row.purchasedAt,
          text: JSON.stringify(row),
        }));
        const columns = {
          seq: 'bigint',
          iccid: 'text',
          esimId: 'text',
          purchasedAt: 'bigint',
          text: 'text',
        } as const;
        await connection.change(sql`insert into closed_cost (period, seq, iccid, esim_id, purchased_at, "row")
          select ${period}::bigint, seq, iccid, "esimId", "purchasedAt", text from ${tableOf('given', frozen, columns)}`);
      },
      mark() {
        const before = { ...last };
        const forget = partiesOf.mark();
        return () => {
          Object.assign(last, before);
          forget();
        };
      },
    };
  };
}

interface Parties {
  /** Stores those that are new. */
  keysOf(rows: readonly Party[]): Promise<(party: Party) => number>;
  mark(): () => void;
}

/** Each party is stored once a month; memory grows with the parties, not with the rows. */
function parties(connection: Connection, period: number): Parties {
  const known = new Map<string, number>();

  async function add(fresh: ReadonlyMap<string, Party>): Promise<void> {
    const rows = [...fresh.values()].map(({ iccid, esimId, label, costCentre, glCode, project }) => ({
      ...{ iccid, esimId, label, costCentre, glCode, project },
    }));
    const stored = await connection.rows<{
      id: number;
    }>(sql`insert into closed_party (period, iccid, esim_id, label,
        cost_centre, gl_code, project)
      select ${period}::bigint, iccid, "esimId", label, "costCentre", "glCode", project
      from ${tableOf('given', rows, {
        iccid: 'text',
        esimId: 'text',
        label: 'text',
        costCentre: 'text',
        glCode: 'text',
        project: 'text',
      })} order by position returning id`);
    // Numbers are given in the order in which the rows were inserted, which is that of the list.
    const ids = stored.map(({ id }) => id).sort((a, b) => a - b);
    for (const [index, key] of [...fresh.keys()].entries()) known.set(key, ids[index] ?? 0);
  }

  return {
    async keysOf(rows) {
      const fresh = new Map(rows.map((row) => [keyOf(row), row] as const).filter(([key]) => !known.has(key)));
      if (fresh.size > 0) await add(fresh);
      return (party) => known.get(keyOf(party)) ?? 0;
    },
    mark() {
      const size = known.size;
      return () => {
        for (const key of [...known.keys()].slice(size)) known.delete(key);
      };
    },
  };
}

function keyOf({ iccid, esimId, label, costCentre, glCode, project }: Party): string {
  return JSON.stringify([iccid, esimId, label, costCentre, glCode, project]);
}
