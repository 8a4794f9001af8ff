import type { InferResult } from 'kysely';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { PurchaseRow, UsageRow } from '../report/rows.js';
import { midnight, monthText, toDate, toDay, toMonth } from '../schema/day.js';
import type { Closing, Ledger } from './closing.js';

export function createLedger(connection: Connection): Ledger {
  return {
    closings: closings(connection),
    usage: usage(connection),
    purchases: purchases(connection),
    reconciliation: reconciliation(connection),
    usageDated: usageDated(connection),
    purchasesDated: purchasesDated(connection),
  };
}

export function closings(connection: Connection): () => readonly Closing[] {
  const select = connection.prepare((db) => db.selectFrom('closing').selectAll().orderBy('period'));
  return () =>
    select.all({}).map((row) => ({
      month: monthText(row.period),
      closedAt: row.closed_at,
      dataAsOf: row.data_as_of,
      timeZone: row.time_zone,
    }));
}

function usage(connection: Connection): Ledger['usage'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    closedUsage(db).where('closed_usage.period', '=', period).orderBy('seq'),
  );
  return function* (month) {
    for (const row of select.iterate({ period: toMonth(month) })) yield toUsageRow(row);
  };
}

function usageDated(connection: Connection): Ledger['usageDated'] {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    closedUsage(db).where('date', '>=', from).where('date', '<', to).orderBy('date'),
  );
  return function* (range) {
    for (const row of select.iterate({ from: toDay(range.from), to: toDay(range.to) })) yield toUsageRow(row);
  };
}

function purchases(connection: Connection): Ledger['purchases'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    closedPurchases(db).where('closed_purchase.period', '=', period).orderBy('seq'),
  );
  return function* (month) {
    for (const row of select.iterate({ period: toMonth(month) })) yield toPurchaseRow(row);
  };
}

function purchasesDated(connection: Connection): Ledger['purchasesDated'] {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    closedPurchases(db)
      .where('purchased_at', '>=', from)
      .where('purchased_at', '<', to)
      .orderBy('purchased_at'),
  );
  return function* (range) {
    for (const row of select.iterate({ from: midnight(range.from), to: midnight(range.to) })) {
      yield toPurchaseRow(row);
    }
  };
}

function reconciliation(connection: Connection): Ledger['reconciliation'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closed_reconciliation').select('row').where('period', '=', period).orderBy('seq'),
  );
  return function* (month) {
    for (const { row } of select.iterate({ period: toMonth(month) })) yield JSON.parse(row);
  };
}

function closedUsage(db: Queries) {
  return db
    .selectFrom('closed_usage')
    .innerJoin('closed_party', 'closed_party.id', 'closed_usage.party')
    .innerJoin('location', 'location.id', 'closed_usage.location')
    .select(['date', 'iccid', 'esim_id', 'name', 'country_code', 'correction', 'used_bytes', 'restated'])
    .select(['first_seen_at', 'last_changed_at', 'label', 'cost_centre', 'gl_code', 'project']);
}

function toUsageRow(row: InferResult<ReturnType<typeof closedUsage>>[number]): UsageRow {
  return {
    usageDate: toDate(row.date),
    iccid: row.iccid,
    esimId: row.esim_id,
    location: row.name,
    countryCode: row.country_code,
    ...(row.correction === 1 && { chargeClass: 'Correction' }),
    usedBytes: row.used_bytes,
    quality: row.restated === 1 ? 'restated' : 'reported',
    firstSeenAt: row.first_seen_at,
    lastChangedAt: row.last_changed_at,
    label: row.label,
    costCentre: row.cost_centre,
    glCode: row.gl_code,
    project: row.project,
  };
}

function closedPurchases(db: Queries) {
  return db
    .selectFrom('closed_purchase')
    .innerJoin('closed_party', 'closed_party.id', 'closed_purchase.party')
    .select(['purchased_at', 'iccid', 'esim_id', 'package_id', 'package_name', 'type', 'price', 'currency'])
    .select(['label', 'cost_centre', 'gl_code', 'project']);
}

function toPurchaseRow(row: InferResult<ReturnType<typeof closedPurchases>>[number]): PurchaseRow {
  return {
    purchasedAt: row.purchased_at,
    iccid: row.iccid,
    esimId: row.esim_id,
    packageId: row.package_id,
    packageName: row.package_name,
    type: row.type,
    price: row.price,
    currency: row.currency,
    label: row.label,
    costCentre: row.cost_centre,
    glCode: row.gl_code,
    project: row.project,
  };
}
