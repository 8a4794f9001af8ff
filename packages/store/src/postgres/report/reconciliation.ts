import { addDays, type DateRange, type ReconciliationRow } from '@roamwatch/core';
import { sql } from 'kysely';
import { type Day, midnight, toDate, toDay } from '../../schema/day.js';
import { type ReportedEsim, reportedEsimsQuery, toReportedEsim } from '../../sql/report/esims.js';
import { daysOfPackage, NOT_READ, type PackageReading } from '../../sql/report/reconciliation.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Snapshot } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { ownersIn } from './owners.js';

/** A package of an eSIM with the days whose usage it counts; or an eSIM of which nothing was read, with the whole range. */
interface Stretch {
  readonly esim: ReportedEsim;
  readonly read: PackageReading | null;
  readonly first: Day;
  readonly last: Day;
}

/** A page of eSIMs at a time: what was read of them, and then what they used meanwhile. */
export function reconciliation(snapshot: Snapshot): ReportSnapshot['reconciliation'] {
  const esims = snapshot.prepare(reportedEsimsQuery);
  const ownersOf = ownersIn(snapshot);

  return async function* (range) {
    const lastOfRange = toDay(addDays(range.to, -1));
    for await (const page of esims.pages({})) {
      const reported = page.map(toReportedEsim);
      const stretches = await stretchesOf(snapshot, reported, range);
      const days = await daysOf(snapshot, stretches);
      const wasRead = await readDuring(snapshot, reported, range);
      const ownerOf = await ownersOf(reported, range);
      yield stretches.flatMap(({ esim, read, last }, index): ReconciliationRow[] => {
        const own = days[index] ?? NO_DAYS;
        if (read === null && own.firstDay === null && !wasRead.has(esim.id)) return [];
        const { id: _, ...known } = esim;
        const owner = ownerOf(esim.iccid, Math.min(last, lastOfRange));
        return [{ ...known, ...owner, ...(read ?? NOT_READ), ...own }];
      });
    }
  };
}

async function stretchesOf(
  snapshot: Snapshot,
  esims: readonly ReportedEsim[],
  range: DateRange,
): Promise<readonly Stretch[]> {
  const rows = await snapshot.rows<PackageReading & { readonly esim: number }>(sql`
    select distinct on (esim, package_started_at) esim, package_started_at as "packageStartedAt",
      package_ends_at as "packageEndsAt", at as "readingAt", allowance_bytes as "allowanceBytes",
      remaining_bytes as "remainingBytes"
    from reading where esim = any(${esims.map(({ id }) => id)}::bigint[]) and at >= ${midnight(range.from)}
      and at < ${midnight(range.to)} and remaining_bytes is not null
    order by esim, package_started_at nulls first, at desc`);
  const byEsim = Map.groupBy(rows, ({ esim }) => esim);
  return esims.flatMap((esim): Stretch[] => {
    const packages = (byEsim.get(esim.id) ?? []).map(({ esim: _, ...read }) => read);
    if (packages.length === 0) {
      return [{ esim, read: null, first: toDay(range.from), last: toDay(addDays(range.to, -1)) }];
    }
    return packages.map((read, index) => {
      const [first, last] = daysOfPackage(read, packages[index + 1]);
      return { esim, read, first, last };
    });
  });
}

type Days = Pick<ReconciliationRow, 'dailyBytes' | 'firstDay' | 'restatedRows' | 'lastChangedAt'>;

const NO_DAYS: Days = { dailyBytes: 0, firstDay: null, restatedRows: 0, lastChangedAt: null };

interface DaysRow {
  readonly position: number;
  readonly used: number;
  readonly first_day: Day;
  readonly restated: number;
  readonly changed_at: number;
}

/** In the order of the stretches; of those without a day the place stays empty. */
async function daysOf(
  snapshot: Snapshot,
  stretches: readonly Stretch[],
): Promise<readonly (Days | undefined)[]> {
  const wanted = stretches.map(({ esim, first, last }) => ({ esim: esim.id, first, last }));
  const rows = await snapshot.rows<DaysRow>(sql`
    select wanted.position, sum(day.used_bytes) as used, min(day.date) as first_day, sum(day.restated) as restated,
      max(day.last_changed_at) as changed_at
    from ${tableOf('wanted', wanted, { esim: 'bigint', first: 'bigint', last: 'bigint' })}
    join daily_usage as day on day.esim = wanted.esim and day.date >= wanted.first and day.date <= wanted.last
    group by wanted.position`);
  const days: (Days | undefined)[] = [];
  for (const row of rows) {
    days[row.position - 1] = {
      dailyBytes: row.used,
      firstDay: toDate(row.first_day),
      restatedRows: row.restated,
      lastChangedAt: row.changed_at,
    };
  }
  return days;
}

async function readDuring(
  snapshot: Snapshot,
  esims: readonly ReportedEsim[],
  range: DateRange,
): Promise<ReadonlySet<number>> {
  const rows = await snapshot.rows<{ esim: number }>(sql`select distinct esim from reading
    where esim = any(${esims.map(({ id }) => id)}::bigint[]) and at >= ${midnight(range.from)} and at < ${midnight(range.to)}`);
  return new Set(rows.map(({ esim }) => esim));
}
