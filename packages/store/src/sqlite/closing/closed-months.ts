import type { CalendarDate, Closing, PurchaseRow, UsageRow } from '@roamwatch/core';
import type { InferResult } from 'kysely';
import type { ClosedPartyTable, ClosedUsageTable } from '../../schema/closing.js';
import { monthText, toDate, toDay, toMonth } from '../../schema/day.js';
import type { ClosedMonths } from '../../stores/report-snapshot.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { placeNames } from '../report/places.js';
import { rememberedDates } from '../report/usage.js';
import type { Party } from './party.js';

export function createClosedMonths(connection: Connection): ClosedMonths {
  return {
    closings: closings(connection),
    usage: usage(connection),
    purchases: purchases(connection),
    reconciliation: reconciliation(connection),
    usageOf: usageOf(connection),
    purchasesOf: purchasesOf(connection),
  };
}

export function closings(connection: Connection): () => readonly Closing[] {
  const select = connection.prepare((db) =>
    db.selectFrom('closing').selectAll().where('draft', 'is', null).orderBy('period'),
  );
  return () =>
    select.all({}).map((row) => ({
      month: monthText(row.period),
      closedAt: row.closed_at,
      dataAsOf: row.data_as_of,
      timeZone: row.time_zone,
    }));
}

function usage(connection: Connection): ClosedMonths['usage'] {
  const places = placeNames(connection);
  const partyOf = parties(connection);
  const page = connection.prepare((db, { period, after }: Params<{ period: number; after: number }>) =>
    db
      .selectFrom('closed_usage')
      .select(['seq', 'date', 'party', 'location', 'country_code', 'correction', 'used_bytes', 'restated'])
      .select(['first_seen_at', 'last_changed_at'])
      .where('period', '=', period)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(ROWS_A_PAGE),
  );
  return function* (month) {
    const period = toMonth(month);
    const nameOf = places();
    const dateOf = rememberedDates();
    // An eSIM's rows stand together.
    let partyKey: number | null = null;
    let party: Party = NOBODY;
    let after = 0;
    for (;;) {
      const rows = page.all({ period, after });
      for (const row of rows) {
        if (row.party !== partyKey) party = partyOf(row.party);
        partyKey = row.party;
        yield toUsageRow(row, party, dateOf(row.date), nameOf.get(row.location) ?? '');
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_A_PAGE) return;
      after = last.seq;
    }
  };
}

const ROWS_A_PAGE = 1_000;

function usageOf(connection: Connection): ClosedMonths['usageOf'] {
  const select = connection.prepare(
    (db, { esimId, from, to }: Params<{ esimId: string; from: number; to: number }>) =>
      db
        .selectFrom('closed_party')
        .innerJoin('closing', 'closing.period', 'closed_party.period')
        .innerJoin('closed_usage', 'closed_usage.party', 'closed_party.id')
        .innerJoin('location', 'location.id', 'closed_usage.location')
        .select(['date', 'country_code', 'correction', 'used_bytes', 'restated', 'name'])
        .select(['first_seen_at', 'last_changed_at', ...PARTY_COLUMNS])
        .where('draft', 'is', null)
        .where('esim_id', '=', esimId)
        .where('date', '>=', from)
        .where('date', '<', to)
        .orderBy('closed_usage.period')
        .orderBy('seq'),
  );
  return (esimId, range) =>
    select
      .all({ esimId, from: toDay(range.from), to: toDay(range.to) })
      .map((row) => toUsageRow(row, toParty(row), toDate(row.date), row.name));
}

function purchases(connection: Connection): ClosedMonths['purchases'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    closedPurchases(db).where('closed_purchase.period', '=', period).orderBy('seq'),
  );
  return function* (month) {
    for (const row of select.iterate({ period: toMonth(month) })) yield toPurchaseRow(row);
  };
}

function purchasesOf(connection: Connection): ClosedMonths['purchasesOf'] {
  const select = connection.prepare((db, { esimId, at }: Params<{ esimId: string; at: number }>) =>
    closedPurchases(db)
      .innerJoin('closing', 'closing.period', 'closed_purchase.period')
      .where('draft', 'is', null)
      .where('purchased_at', '=', at)
      .where('esim_id', '=', esimId),
  );
  return (esimId, at) => select.all({ esimId, at }).map(toPurchaseRow);
}

function reconciliation(connection: Connection): ClosedMonths['reconciliation'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closed_reconciliation').select('row').where('period', '=', period).orderBy('seq'),
  );
  return function* (month) {
    for (const { row } of select.iterate({ period: toMonth(month) })) yield JSON.parse(row);
  };
}

const PARTY_COLUMNS = ['iccid', 'esim_id', 'label', 'cost_centre', 'gl_code', 'project'] as const;

const NOBODY: Party = { iccid: null, esimId: '', label: null, costCentre: null, glCode: null, project: null };

function parties(connection: Connection): (key: number) => Party {
  const select = connection.prepare((db, { key }: Params<{ key: number }>) =>
    db.selectFrom('closed_party').select(PARTY_COLUMNS).where('id', '=', key),
  );
  return (key) => {
    const row = select.get({ key });
    return row === undefined ? NOBODY : toParty(row);
  };
}

function toParty(row: Pick<ClosedPartyTable, (typeof PARTY_COLUMNS)[number]>): Party {
  return {
    iccid: row.iccid,
    esimId: row.esim_id,
    label: row.label,
    costCentre: row.cost_centre,
    glCode: row.gl_code,
    project: row.project,
  };
}

function toUsageRow(
  row: Pick<
    ClosedUsageTable,
    'country_code' | 'correction' | 'used_bytes' | 'restated' | 'first_seen_at' | 'last_changed_at'
  >,
  party: Party,
  usageDate: CalendarDate,
  location: string,
): UsageRow {
  return {
    usageDate,
    iccid: party.iccid,
    esimId: party.esimId,
    location,
    countryCode: row.country_code,
    ...(row.correction === 1 && { chargeClass: 'Correction' }),
    usedBytes: row.used_bytes,
    quality: row.restated === 1 ? 'restated' : 'reported',
    firstSeenAt: row.first_seen_at,
    lastChangedAt: row.last_changed_at,
    label: party.label,
    costCentre: party.costCentre,
    glCode: party.glCode,
    project: party.project,
  };
}

function closedPurchases(db: Queries) {
  return db
    .selectFrom('closed_purchase')
    .innerJoin('closed_party', 'closed_party.id', 'closed_purchase.party')
    .select(['purchased_at', 'package_id', 'package_name', 'type', 'price', 'currency', ...PARTY_COLUMNS]);
}

function toPurchaseRow(row: InferResult<ReturnType<typeof closedPurchases>>[number]): PurchaseRow {
  return {
    purchasedAt: row.purchased_at,
    ...toParty(row),
    packageId: row.package_id,
    packageName: row.package_name,
    type: row.type,
    price: row.price,
    currency: row.currency,
  };
}
