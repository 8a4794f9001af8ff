import type { UsageRow } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import { ROWS_A_PAGE } from '../../sql/database/database.js';
import { placeNames, placeNamesQuery } from '../../sql/report/places.js';
import { rememberedDates } from '../../sql/report/remembered-dates.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';
import { ownedEsims } from './owned-esims.js';

/** Of those without usage in a range. */
const ESIMS_A_TURN = 500;

/**
 * Goes from eSIM to eSIM and reads each one's days by the primary key: nothing is sorted or joined a row at a time,
 * and no more than a page and one eSIM's days are in memory.
 */
export function usage(connection: Connection): ReportSnapshot['usage'] {
  const esims = ownedEsims(connection);
  const places = connection.prepare(placeNamesQuery);
  const daysOf = connection.prepare(
    (db, { esim, from, to }: Params<{ esim: number; from: number; to: number }>) =>
      db
        .selectFrom('daily_usage')
        .select(['date', 'location', 'used_bytes', 'restated', 'first_seen_at', 'last_changed_at'])
        .where('esim', '=', esim)
        .where('date', '>=', from)
        .where('date', '<', to)
        .orderBy('date')
        .orderBy('location'),
  );
  return async function* (range) {
    const [from, to] = [toDay(range.from), toDay(range.to)];
    const nameOf = placeNames(places.all({}));
    const dateOf = rememberedDates();
    let page: UsageRow[] = [];
    let looked = 0;
    for (const { esim, ownerOn } of esims(range)) {
      looked += 1;
      if (looked % ESIMS_A_TURN === 0) await othersTurn();
      const days = daysOf.tuples({ esim: esim.id, from, to });
      if (days.length === 0) continue;
      const { iccid, esimId } = esim;
      // By number: destructuring an array runs its iterator, which takes as long as reading the row.
      for (const day of days) {
        const date = day[0] ?? 0;
        const { label, costCentre, glCode, project } = ownerOn(date);
        page.push({
          usageDate: dateOf(date),
          iccid,
          esimId,
          location: nameOf.get(day[1] ?? 0) ?? '',
          usedBytes: day[2] ?? 0,
          quality: day[3] === 1 ? 'restated' : 'reported',
          firstSeenAt: day[4] ?? 0,
          lastChangedAt: day[5] ?? 0,
          label,
          costCentre,
          glCode,
          project,
        });
      }
      if (page.length >= ROWS_A_PAGE) {
        yield page;
        page = [];
        await othersTurn();
      }
    }
    if (page.length > 0) yield page;
  };
}
