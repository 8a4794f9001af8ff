import type { EsimKey } from '@roamwatch/core';
import type { Day } from '../../schema/day.js';
import { StoredDays } from '../../sql/usage/stored-days.js';
import type { Connection } from '../database/connection.js';
import { listOf } from '../database/list-of.js';
import type { Params } from '../database/statement.js';

/** Looks up an eSIM's days between two dates, both included. */
export function storedDays(connection: Connection): (esim: EsimKey, from: Day, to: Day) => StoredDays {
  const select = connection.prepare((db, p: Params<{ esim: number; from: number; to: number }>) =>
    db
      .selectFrom((days) =>
        days
          .selectFrom('daily_usage')
          .select(['date', 'location', 'used_bytes'])
          .where('esim', '=', p.esim)
          .where('date', '>=', p.from)
          .where('date', '<=', p.to)
          .orderBy('date')
          .as('day'),
      )
      .select([listOf('date').as('dates'), listOf('location').as('locations')])
      .select(listOf('used_bytes').as('figures')),
  );
  return (esim, from, to) => {
    const [dates = '[]', locations = '[]', figures = '[]'] = select.tuple({ esim, from, to }) ?? [];
    return new StoredDays(JSON.parse(dates), JSON.parse(locations), JSON.parse(figures));
  };
}
