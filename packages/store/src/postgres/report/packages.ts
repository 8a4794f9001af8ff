import type { CalendarDate, DateRange, PurchaseRow } from '@roamwatch/core';
import { sql } from 'kysely';
import { type Day, toDay, toMonth } from '../../schema/day.js';
import { lastGoodCycle } from '../../sql/cycles/last-good-cycle.js';
import type { Params } from '../../sql/database/database.js';
import { keyList } from '../../sql/database/dialect.js';
import { type ReportedEsim, reportedEsimsQuery, toReportedEsim } from '../../sql/report/esims.js';
import { type PackageEnd, packagesOfEsim, toRuns } from '../../sql/report/packages.js';
import { purchaseRows, toPurchaseRow } from '../../sql/report/purchases.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Snapshot } from '../database/connection.js';

/** A page of eSIMs at a time: what they bought, what was read of their packages, what they used. */
export function packages(snapshot: Snapshot): ReportSnapshot['packages'] {
  const esims = snapshot.prepare(reportedEsimsQuery);
  const goodAt = lastGoodCycle(snapshot);
  const bought = snapshot.prepare((db, { keys }: Params<{ keys: string }>, dialect) =>
    purchaseRows(db, dialect).select('purchase.esim').where('purchase.esim', 'in', dialect.keysIn(keys)),
  );

  return async function* (range, own, timeZone) {
    const asOf = (await goodAt()) ?? 0;
    for await (const page of esims.pages({})) {
      const reported = page.map(toReportedEsim);
      const keys = reported.map(({ id }) => id);
      const purchases = Map.groupBy(await bought.all({ keys: keyList(keys) }), ({ esim }) => esim);
      const ends = Map.groupBy(await packageEnds(snapshot, keys), ({ esim }) => esim);
      const days = Map.groupBy(await daysIn(snapshot, keys, own), ({ esim }) => esim);
      const charged = await chargedIn(snapshot, reported, range);
      yield reported.flatMap((esim) => {
        const known = {
          bought: (purchases.get(esim.id) ?? []).map(toPurchaseRow),
          runs: toRuns(ends.get(esim.id) ?? []),
          wasCharged: (purchase: PurchaseRow) =>
            charged.has(chargeKey(purchase.esimId, purchase.purchasedAt)),
          usedBytes: usedOf(days.get(esim.id) ?? []),
        };
        return packagesOfEsim(esim, known, { range, own, timeZone, asOf });
      });
    }
  };
}

/** The last reading of each package that an eSIM ran, by the package's start. */
function packageEnds(
  snapshot: Snapshot,
  keys: readonly number[],
): Promise<readonly (PackageEnd & { readonly esim: number })[]> {
  return snapshot.rows(sql<PackageEnd & { readonly esim: number }>`
    select distinct on (esim, package_started_at, package_ends_at) esim, package_started_at, package_ends_at,
      allowance_bytes, remaining_bytes
    from reading where esim = any(${[...keys]}::bigint[]) and package_started_at is not null
    order by esim, package_started_at, package_ends_at nulls first, at desc`);
}

interface UsedOn {
  readonly esim: number;
  readonly date: Day;
  readonly used: number;
}

function daysIn(
  snapshot: Snapshot,
  keys: readonly number[],
  { from, to }: DateRange,
): Promise<readonly UsedOn[]> {
  return snapshot.rows(sql<UsedOn>`select esim, date, sum(used_bytes) as used from daily_usage
    where esim = any(${[...keys]}::bigint[]) and date >= ${toDay(from)} and date < ${toDay(to)} group by esim, date`);
}

function usedOf(days: readonly UsedOn[]): (from: CalendarDate, to: CalendarDate) => number {
  return (from, to) => {
    const [first, last] = [toDay(from), toDay(to)];
    return days.reduce((sum, { date, used }) => (date >= first && date <= last ? sum + used : sum), 0);
  };
}

/** Purchases that closed months of a range charged for. */
async function chargedIn(
  snapshot: Snapshot,
  esims: readonly ReportedEsim[],
  { from, to }: DateRange,
): Promise<ReadonlySet<string>> {
  const rows = await snapshot.rows<{ esim_id: string; purchased_at: number }>(sql`
    select distinct esim_id, purchased_at from closed_cost
    where esim_id = any(${esims.map(({ esimId }) => esimId)}::text[])
      and period >= ${toMonth(from.slice(0, 7))} and period < ${toMonth(to.slice(0, 7))}`);
  return new Set(rows.map((row) => chargeKey(row.esim_id, row.purchased_at)));
}

function chargeKey(esimId: string, purchasedAt: number): string {
  return `${purchasedAt} ${esimId}`;
}
