import type { CalendarDate, CostRow, PurchaseRow, UsageRow } from '@roamwatch/core';
import type { InferResult } from 'kysely';
import type { ClosedPartyTable, ClosedUsageTable } from '../../schema/closing.js';
import { toDate, toDay, toMonth } from '../../schema/day.js';
import type { ClosedMonths } from '../../stores/report-snapshot.js';
import { type Database, type Params, type Queries, ROWS_A_PAGE } from '../database/database.js';
import { type Dialect, keyList } from '../database/dialect.js';
import { inPages } from '../database/in-pages.js';
import { placeNames, placeNamesQuery } from '../report/places.js';
import { rememberedDates } from '../report/remembered-dates.js';
import { closingsQuery, toClosing } from './history.js';
import type { Party } from './party.js';

/** Reads `closings` at once and the rest on demand. */
export async function createClosedMonths(database: Database): Promise<ClosedMonths> {
  return {
    closings: (await database.prepare(closingsQuery).all({})).map(toClosing),
    usage: usage(database),
    purchases: purchases(database),
    reconciliation: reconciliation(database),
    cost: cost(database),
    usageOf: usageOf(database),
    purchasesOf: purchasesOf(database),
    costsOf: costsOf(database),
  };
}

/** An eSIM's rows are adjacent, and each is reported once a page. */
function usage(database: Database): ClosedMonths['usage'] {
  const places = database.prepare(placeNamesQuery);
  const parties = database.prepare((db, { keys }: Params<{ keys: string }>, { keysIn }) =>
    db
      .selectFrom('closed_party')
      .select(['id', ...PARTY_COLUMNS])
      .where('id', 'in', keysIn(keys)),
  );
  const page = database.prepare((db, { period, after }: Params<{ period: number; after: number }>) =>
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
    const nameOf = placeNames(await places.all({}));
    const dateOf = rememberedDates();
    for (let after = 0; ; ) {
      const rows = await page.all({ period, after });
      const last = rows.at(-1);
      if (last === undefined) return;
      const keys = keyList([...new Set(rows.map(({ party }) => party))]);
      const partyOf = new Map((await parties.all({ keys })).map((row) => [row.id, toParty(row)]));
      yield rows.map((row) => {
        const party = partyOf.get(row.party) ?? NOBODY;
        return toUsageRow(row, party, dateOf(row.date), nameOf.get(row.location) ?? '');
      });
      after = last.seq;
      await database.othersTurn();
    }
  };
}

function usageOf(database: Database): ClosedMonths['usageOf'] {
  const select = database.prepare((db, { keys }: Params<{ keys: string }>, { pairsIn }) =>
    db
      .selectFrom(pairsIn(keys).as('day'))
      .innerJoin('closed_party', 'closed_party.esim_id', 'day.text')
      .innerJoin('closing', 'closing.period', 'closed_party.period')
      .innerJoin('closed_usage', (join) =>
        join
          .onRef('closed_usage.party', '=', 'closed_party.id')
          .onRef('closed_usage.date', '=', 'day.number'),
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
    return (await select.all({ keys })).map((row) =>
      toUsageRow(row, toParty(row), toDate(row.date), row.name),
    );
  };
}

function purchases(database: Database): ClosedMonths['purchases'] {
  const select = database.prepare((db, { period }: Params<{ period: number }>) =>
    closedPurchases(db).where('closed_purchase.period', '=', period).orderBy('seq'),
  );
  return (month) => inPages(select.pages({ period: toMonth(month) }), toPurchaseRow);
}

function purchasesOf(database: Database): ClosedMonths['purchasesOf'] {
  const select = database.prepare((db, { keys }: Params<{ keys: string }>, { pairsIn }) =>
    closedPurchases(db)
      .innerJoin('closing', 'closing.period', 'closed_purchase.period')
      .innerJoin(pairsIn(keys).as('instant'), (join) =>
        join
          .onRef('instant.number', '=', 'closed_purchase.purchased_at')
          .onRef('instant.text', '=', 'closed_party.esim_id'),
      )
      .where('draft', 'is', null)
      .orderBy('closed_purchase.period')
      .orderBy('seq'),
  );
  return async (instants) => {
    const keys = pairs(instants.map(({ esimId, purchasedAt }) => [esimId, purchasedAt]));
    return (await select.all({ keys })).map(toPurchaseRow);
  };
}

function reconciliation(database: Database): ClosedMonths['reconciliation'] {
  const select = database.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closed_reconciliation').select('row').where('period', '=', period).orderBy('seq'),
  );
  return (month) => inPages(select.pages({ period: toMonth(month) }), ({ row }) => JSON.parse(row));
}

function cost(database: Database): ClosedMonths['cost'] {
  const select = database.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closed_cost').select('row').where('period', '=', period).orderBy('seq'),
  );
  return (month) => inPages(select.pages({ period: toMonth(month) }), ({ row }) => JSON.parse(row));
}

function costsOf(database: Database): ClosedMonths['costsOf'] {
  const select = database.prepare(
    (db, { keys, from, to }: Params<{ keys: string; from: number; to: number }>, { pairsIn }: Dialect) =>
      db
        .selectFrom(pairsIn(keys).as('instant'))
        .innerJoin('closed_cost', (join) =>
          join
            .onRef('closed_cost.esim_id', '=', 'instant.text')
            .onRef('closed_cost.purchased_at', '=', 'instant.number'),
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
    return (await select.all({ keys, from, to })).map(({ row }): CostRow => JSON.parse(row));
  };
}

/** Each pair of an eSIM id and a value once, as one parameter: `pairsIn` reads it. */
function pairs(list: readonly (readonly [esimId: string, value: number])[]): string {
  return `[${[...new Set(list.map((pair) => JSON.stringify(pair)))].join(',')}]`;
}

/** The types of refunds among rows that were closed before `refund` was stored. */
const REFUND_BEFORE = /refund/i;

const PARTY_COLUMNS = ['iccid', 'esim_id', 'label', 'cost_centre', 'gl_code', 'project'] as const;

const NOBODY: Party = { iccid: null, esimId: '', label: null, costCentre: null, glCode: null, project: null };

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
