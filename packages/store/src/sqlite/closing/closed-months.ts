import type { CalendarDate, Closing, CostRow, PurchaseRow, UsageRow } from '@roamwatch/core';
import { type InferResult, type RawBuilder, sql } from 'kysely';
import type { ClosedPartyTable, ClosedUsageTable } from '../../schema/closing.js';
import { monthText, toDate, toDay, toMonth } from '../../schema/day.js';
import type { ClosedMonths } from '../../stores/report-snapshot.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inPages, othersTurn, ROWS_A_PAGE } from '../report/in-pages.js';
import { placeNames } from '../report/places.js';
import { rememberedDates } from '../report/usage.js';
import type { Party } from './party.js';

/** Reads `closings` at once and the rest as it is asked for. */
export function createClosedMonths(connection: Connection): ClosedMonths {
  return {
    closings: closings(connection)(),
    usage: usage(connection),
    purchases: purchases(connection),
    reconciliation: reconciliation(connection),
    cost: cost(connection),
    usageOf: usageOf(connection),
    purchasesOf: purchasesOf(connection),
    costsOf: costsOf(connection),
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
      schemaVersion: row.schema_version,
      completeness: row.completeness === null ? null : JSON.parse(row.completeness),
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
  return async function* (month) {
    const period = toMonth(month);
    const nameOf = places();
    const dateOf = rememberedDates();
    // An eSIM's rows stand together.
    let partyKey: number | null = null;
    let party: Party = NOBODY;
    let after = 0;
    for (;;) {
      const rows = page.all({ period, after });
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => {
        if (row.party !== partyKey) party = partyOf(row.party);
        partyKey = row.party;
        return toUsageRow(row, party, dateOf(row.date), nameOf.get(row.location) ?? '');
      });
      after = last.seq;
      await othersTurn();
    }
  };
}

function usageOf(connection: Connection): ClosedMonths['usageOf'] {
  const select = connection.prepare((db, { keys }: Params<{ keys: string }>) =>
    db
      .selectFrom(pairsIn<number>(keys).as('day'))
      .innerJoin('closed_party', 'closed_party.esim_id', 'day.esim_id')
      .innerJoin('closing', 'closing.period', 'closed_party.period')
      .innerJoin('closed_usage', (join) =>
        join.onRef('closed_usage.party', '=', 'closed_party.id').onRef('closed_usage.date', '=', 'day.value'),
      )
      .innerJoin('location', 'location.id', 'closed_usage.location')
      .select(['date', 'country_code', 'correction', 'used_bytes', 'restated', 'name'])
      .select(['first_seen_at', 'last_changed_at', 'iccid', 'closed_party.esim_id', 'label'])
      .select(['cost_centre', 'gl_code', 'project'])
      .where('draft', 'is', null)
      .orderBy('closed_usage.period')
      .orderBy('seq'),
  );
  return async (days) => {
    const keys = pairs(days.map(({ esimId, usageDate }) => [esimId, toDay(usageDate)]));
    return select.all({ keys }).map((row) => toUsageRow(row, toParty(row), toDate(row.date), row.name));
  };
}

function purchases(connection: Connection): ClosedMonths['purchases'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    closedPurchases(db).where('closed_purchase.period', '=', period).orderBy('seq'),
  );
  return (month) => inPages(select.iterate({ period: toMonth(month) }), toPurchaseRow);
}

function purchasesOf(connection: Connection): ClosedMonths['purchasesOf'] {
  const select = connection.prepare((db, { keys }: Params<{ keys: string }>) =>
    closedPurchases(db)
      .innerJoin('closing', 'closing.period', 'closed_purchase.period')
      .innerJoin(pairsIn<number>(keys).as('instant'), (join) =>
        join
          .onRef('instant.value', '=', 'closed_purchase.purchased_at')
          .onRef('instant.esim_id', '=', 'closed_party.esim_id'),
      )
      .where('draft', 'is', null)
      .orderBy('closed_purchase.period')
      .orderBy('seq'),
  );
  return async (instants) => {
    const keys = pairs(instants.map(({ esimId, purchasedAt }) => [esimId, purchasedAt]));
    return select.all({ keys }).map(toPurchaseRow);
  };
}

function reconciliation(connection: Connection): ClosedMonths['reconciliation'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closed_reconciliation').select('row').where('period', '=', period).orderBy('seq'),
  );
  return (month) => inPages(select.iterate({ period: toMonth(month) }), ({ row }) => JSON.parse(row));
}

function cost(connection: Connection): ClosedMonths['cost'] {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closed_cost').select('row').where('period', '=', period).orderBy('seq'),
  );
  return (month) => inPages(select.iterate({ period: toMonth(month) }), ({ row }) => JSON.parse(row));
}

function costsOf(connection: Connection): ClosedMonths['costsOf'] {
  const select = connection.prepare(
    (db, { keys, from, to }: Params<{ keys: string; from: number; to: number }>) =>
      db
        .selectFrom(pairsIn<number>(keys).as('instant'))
        .innerJoin('closed_cost', (join) =>
          join
            .onRef('closed_cost.esim_id', '=', 'instant.esim_id')
            .onRef('closed_cost.purchased_at', '=', 'instant.value'),
        )
        .innerJoin('closing', (join) =>
          join.onRef('closing.period', '=', 'closed_cost.period').on('closing.draft', 'is', null),
        )
        .select('row')
        .where('closed_cost.period', '>=', from)
        .where('closed_cost.period', '<', to)
        .orderBy('closed_cost.period')
        .orderBy('seq'),
  );
  return async (instants, months) => {
    const keys = pairs(instants.map(({ esimId, purchasedAt }) => [esimId, purchasedAt]));
    const [from, to] = [toMonth(months.from.slice(0, 7)), toMonth(months.to.slice(0, 7))];
    return select.all({ keys, from, to }).map(({ row }): CostRow => JSON.parse(row));
  };
}

/** Each pair of an eSIM id and a value once, as one parameter: `pairsIn` reads it. */
function pairs(list: readonly (readonly [esimId: string, value: number])[]): string {
  return `[${[...new Set(list.map((pair) => JSON.stringify(pair)))].join(',')}]`;
}

/** The pairs as a table. */
function pairsIn<Value>(keys: RawBuilder<string>): RawBuilder<{ esim_id: string; value: Value }> {
  return sql`(select value ->> 0 as esim_id, value ->> 1 as value from json_each(${keys}))`;
}

/** How rows closed before `refund` was stored were judged. */
const REFUND_BEFORE = /refund/i;

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
    .select(['purchased_at', 'package_id', 'package_name', 'type', 'price', 'currency', 'refund'])
    .select(['correction', 'iccid', 'closed_party.esim_id', 'label', 'cost_centre', 'gl_code', 'project']);
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
    refund: row.refund === null ? REFUND_BEFORE.test(row.type) : row.refund === 1,
    ...(row.correction === 1 && { chargeClass: 'Correction' }),
  };
}
