import type { CostRow, PurchaseRow, ReconciliationRow, UsageRow } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import type { Party } from '../../sql/closing/party.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { createLocations } from '../usage/locations.js';

/** Stores the rows of a month in the order they are given. */
export interface FrozenRowWriter {
  readonly addUsage: (row: UsageRow) => void;
  readonly addPurchase: (row: PurchaseRow) => void;
  readonly addReconciliation: (row: ReconciliationRow) => void;
  readonly addCost: (row: CostRow) => void;
}

export function frozenRowWriter(connection: Connection): (period: number) => FrozenRowWriter {
  const addUsage = freezeUsage(connection);
  const addPurchase = freezePurchase(connection);
  const addReconciliation = freezeReconciliation(connection);
  const addCost = freezeCost(connection);
  const partiesOf = parties(connection);

  return (period) => {
    const frozen = { period, partyOf: partiesOf(period) };
    return {
      addUsage: numbered((row, seq) => addUsage(row, seq, frozen)),
      addPurchase: numbered((row, seq) => addPurchase(row, seq, frozen)),
      addReconciliation: numbered((row, seq) => addReconciliation(row, seq, period)),
      addCost: numbered((row, seq) => addCost(row, seq, period)),
    };
  };
}

interface Frozen {
  readonly period: number;
  readonly partyOf: (row: Party) => number;
}

function numbered<Row>(add: (row: Row, seq: number) => void): (row: Row) => void {
  let seq = 0;
  return (row) => {
    seq += 1;
    add(row, seq);
  };
}

/** Each party is stored once a month. The database knows which are stored already: a large fleet has many. */
function parties(connection: Connection): (period: number) => Frozen['partyOf'] {
  const insert = connection.prepare((db, p: Params<Party & { period: number }>) =>
    db
      .insertInto('closed_party')
      .values({
        period: p.period,
        iccid: p.iccid,
        esim_id: p.esimId,
        label: p.label,
        cost_centre: p.costCentre,
        gl_code: p.glCode,
        project: p.project,
      })
      .returning('id'),
  );
  const find = connection.prepare((db, p: Params<Party & { period: number }>) =>
    db
      .selectFrom('closed_party')
      .select('id')
      .where('esim_id', '=', p.esimId)
      .where('period', '=', p.period)
      .where('iccid', 'is', p.iccid)
      .where('label', 'is', p.label)
      .where('cost_centre', 'is', p.costCentre)
      .where('gl_code', 'is', p.glCode)
      .where('project', 'is', p.project),
  );
  return (period) => {
    let last: { readonly party: Party; readonly id: number } | null = null;
    return (party) => {
      if (last !== null && isSame(party, last.party)) return last.id;
      const { iccid, esimId, label, costCentre, glCode, project } = party;
      const values = { period, iccid, esimId, label, costCentre, glCode, project };
      const id = find.get(values)?.id ?? insert.get(values)?.id;
      if (id === undefined) throw new Error('SQLite returned no row for an inserted party');
      last = { party, id };
      return id;
    };
  };
}

/** An eSIM's rows are adjacent, and comparing is cheaper than a key. */
function isSame(a: Party, b: Party): boolean {
  return (
    a.esimId === b.esimId &&
    a.iccid === b.iccid &&
    a.label === b.label &&
    a.costCentre === b.costCentre &&
    a.glCode === b.glCode &&
    a.project === b.project
  );
}

interface ClosedUsage {
  period: number;
  seq: number;
  date: number;
  party: number;
  location: number;
  countryCode: string;
  correction: number;
  usedBytes: number;
  restated: number;
  firstSeenAt: number;
  lastChangedAt: number;
}

function freezeUsage(connection: Connection): (row: UsageRow, seq: number, frozen: Frozen) => void {
  const locations = createLocations(connection);
  const insert = connection.prepare((db, p: Params<ClosedUsage>) =>
    db.insertInto('closed_usage').values({
      period: p.period,
      seq: p.seq,
      date: p.date,
      party: p.party,
      location: p.location,
      country_code: p.countryCode,
      correction: p.correction,
      used_bytes: p.usedBytes,
      restated: p.restated,
      first_seen_at: p.firstSeenAt,
      last_changed_at: p.lastChangedAt,
    }),
  );
  return (row, seq, { period, partyOf }) => {
    insert.run({
      period,
      seq,
      date: toDay(row.usageDate),
      party: partyOf(row),
      location: locations.keyOf(row.location),
      countryCode: row.countryCode ?? '',
      correction: Number(row.chargeClass === 'Correction'),
      usedBytes: row.usedBytes,
      restated: Number(row.quality === 'restated'),
      firstSeenAt: row.firstSeenAt,
      lastChangedAt: row.lastChangedAt,
    });
  };
}

interface ClosedPurchase {
  period: number;
  seq: number;
  purchasedAt: number;
  party: number;
  packageId: string;
  packageName: string;
  type: string;
  price: string | null;
  currency: string;
  refund: number | null;
  correction: number;
}

function freezePurchase(connection: Connection): (row: PurchaseRow, seq: number, frozen: Frozen) => void {
  const insert = connection.prepare((db, p: Params<ClosedPurchase>) =>
    db.insertInto('closed_purchase').values({
      period: p.period,
      seq: p.seq,
      purchased_at: p.purchasedAt,
      party: p.party,
      package_id: p.packageId,
      package_name: p.packageName,
      type: p.type,
      price: p.price,
      currency: p.currency,
      refund: p.refund,
      correction: p.correction,
    }),
  );
  return (row, seq, { period, partyOf }) => {
    insert.run({
      period,
      seq,
      purchasedAt: row.purchasedAt,
      party: partyOf(row),
      packageId: row.packageId,
      packageName: row.packageName,
      type: row.type,
      price: row.price,
      currency: row.currency,
      refund: row.refund === undefined ? null : Number(row.refund),
      correction: Number(row.chargeClass === 'Correction'),
    });
  };
}

function freezeReconciliation(
  connection: Connection,
): (row: ReconciliationRow, seq: number, period: number) => void {
  const insert = connection.prepare(
    (db, p: Params<{ period: number; seq: number; iccid: string | null; row: string }>) =>
      db
        .insertInto('closed_reconciliation')
        .values({ period: p.period, seq: p.seq, iccid: p.iccid, row: p.row }),
  );
  return (row, seq, period) => void insert.run({ period, seq, iccid: row.iccid, row: JSON.stringify(row) });
}

function freezeCost(connection: Connection): (row: CostRow, seq: number, period: number) => void {
  const insert = connection.prepare(
    (
      db,
      p: Params<{
        period: number;
        seq: number;
        iccid: string | null;
        esimId: string;
        purchasedAt: number;
        row: string;
      }>,
    ) =>
      db.insertInto('closed_cost').values({
        period: p.period,
        seq: p.seq,
        iccid: p.iccid,
        esim_id: p.esimId,
        purchased_at: p.purchasedAt,
        row: p.row,
      }),
  );
  return (row, seq, period) => {
    const { iccid, esimId, purchasedAt } = row;
    insert.run({ period, seq, iccid, esimId, purchasedAt, row: JSON.stringify(row) });
  };
}
