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
 * and no more than a page and one eSIM's days are in memory. The key is the only index of the days, so that they come in
 * its order, by date and place; an ORDER BY would take half as long again.
 */
export function usage(connection: Connection): ReportSnapshot['usage'] {
  const esims = ownedEsims(connection);
  const placesOf = connection.prepare(placeNamesQuery);
  const daysOf = connection.prepare(
    (db, { esim, from, to }: Params<{ esim: number; from: number; to: number }>) =>
      db
        .selectFrom('daily_usage')
        .select(['date', 'location', 'used_bytes', 'restated', 'first_seen_at', 'last_changed_at'])
        .where('esim', '=', esim)
        .where('date', '>=', from)
        .where('date', '<', to),
  );
  return async function* (range) {
    const [from, to] = [toDay(range.from), toDay(range.to)];
    const nameOf = placeNames(placesOf.all({}));
    const dateOf = rememberedDates();
    let page: UsageRow[] = [];
    let looked = 0;
    for (const { esim, ownerOn } of esims(range)) {
      looked += 1;
      if (looked % ESIMS_A_TURN === 0) await othersTurn();
      const { iccid, esimId } = esim;
      for (const day of daysOf.all({ esim: esim.id, from, to })) {
        const { label, costCentre, glCode, project } = ownerOn(day.date);
        page.push({
          usageDate: dateOf(day.date),
          iccid,
          esimId,
          location: nameOf.get(day.location) ?? '',
          usedBytes: day.used_bytes,
          quality: day.restated === 1 ? 'restated' : 'reported',
          firstSeenAt: day.first_seen_at,
          lastChangedAt: day.last_changed_at,
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
