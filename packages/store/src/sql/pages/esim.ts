import { addDays, type DailyUsage, dateOf, type PackagePurchase } from '@roamwatch/core';
import { sql } from 'kysely';
import { toDate, toDay } from '../../schema/day.js';
import type { PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { keyOfEsimId } from '../fleet/esim-id.js';
import { rowsOf } from './query.js';

/** As far back as the charts of one eSIM go. */
const DAYS = 60;
const PURCHASES = 50;

export function esim(database: Database): PageStore['esim'] {
  return async (which, now) => {
    const today = dateOf(now, 'UTC');
    const on = toDay(today);
    const [row] = await rowsOf(
      database,
      sql<{ id: number; top_up: number; notes: string; email: string | null; gl_code: string | null }>`
        select id, top_up, notes, email, gl_code from esim
        left join inventory on inventory.iccid = esim.iccid and valid_from <= ${on} and valid_until > ${on}
        where id = coalesce((select id from esim where iccid = ${which} and iccid_moved_at is null),
          ${keyOfEsimId(which)})`,
    );
    if (row === undefined) return null;
    return {
      esim: row.id,
      email: row.email,
      glCode: row.gl_code,
      topUp: row.top_up === 1,
      notes: JSON.parse(row.notes) as string[],
      purchases: await purchasesOf(database, row.id),
      days: await daysOf(database, row.id, toDay(addDays(today, -DAYS))),
    };
  };
}

async function purchasesOf(database: Database, id: number): Promise<readonly PackagePurchase[]> {
  return await rowsOf(
    database,
    sql<PackagePurchase>`select esim.esim_id as "esimId", package_id as "packageId", package_name as "packageName", type, price,
        currency, purchased_at as "purchasedAt", purchase.updated_at as "updatedAt"
      from purchase join esim on esim.id = purchase.esim
      where purchase.esim = ${id} order by dated_at desc limit ${PURCHASES}`,
  );
}

async function daysOf(database: Database, id: number, from: number): Promise<readonly DailyUsage[]> {
  const rows = await rowsOf(
    database,
    sql<{ date: number; location: string; used_bytes: number }>`select date, name as location, used_bytes
      from daily_usage join location on location.id = daily_usage.location
      where esim = ${id} and date >= ${from} order by date`,
  );
  return rows.map(({ date, location, used_bytes }) => ({
    date: toDate(date),
    location,
    usedBytes: used_bytes,
  }));
}
