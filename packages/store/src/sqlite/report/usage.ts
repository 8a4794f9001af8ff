import type { UsageRow } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import { ROWS_A_PAGE } from '../../sql/database/database.js';
import { placeNames, placeNamesQuery } from '../../sql/report/places.js';
import { rememberedDates } from '../../sql/report/remembered-dates.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { listOf } from '../database/list-of.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';
import { ownedEsims } from './owned-esims.js';

/** Of those without usage in a range. */
const ESIMS_A_TURN = 500;

/**
 * Goes from eSIM to eSIM and reads each one's days by the primary key: nothing is sorted or joined a row at a time,
 * and no more than a page and one eSIM's days are in memory. The key is the only index of the days, so that the lists
 * have its order: by date and place.
 */
export function usage(connection: Connection): ReportSnapshot['usage'] {
  const esims = ownedEsims(connection);
  const placesOf = connection.prepare(placeNamesQuery);
  const daysOf = connection.prepare(
    (db, { esim, from, to }: Params<{ esim: number; from: number; to: number }>) =>
      db
        .selectFrom('daily_usage')
        .select([listOf('date').as('dates'), listOf('location').as('places')])
        .select([listOf('used_bytes').as('figures'), listOf('restated').as('restated')])
        .select([listOf('first_seen_at').as('first_seen'), listOf('last_changed_at').as('last_changed')])
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
      const [dates = [], places = [], figures = [], restated = [], firstSeen = [], lastChanged = []] = (
        daysOf.tuple({ esim: esim.id, from, to }) ?? []
      ).map(numbersIn);
      const { iccid, esimId } = esim;
      // By number: `entries()` would allocate an array a row.
      for (let index = 0; index < dates.length; index += 1) {
        const date = dates[index] ?? 0;
        const { label, costCentre, glCode, project } = ownerOn(date);
        page.push({
          usageDate: dateOf(date),
          iccid,
          esimId,
          location: nameOf.get(places[index] ?? 0) ?? '',
          usedBytes: figures[index] ?? 0,
          quality: restated[index] === 1 ? 'restated' : 'reported',
          firstSeenAt: firstSeen[index] ?? 0,
          lastChangedAt: lastChanged[index] ?? 0,
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

function numbersIn(list: string): readonly number[] {
  return JSON.parse(list);
}
