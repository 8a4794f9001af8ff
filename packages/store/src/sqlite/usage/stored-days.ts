import type { EsimKey } from '@roamwatch/core';
import { sql } from 'kysely';
import { span, type ToldDays } from '../../sql/usage/days-to-write.js';
import { StoredDays } from '../../sql/usage/stored-days.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/**
 * Looks up the days of several eSIMs, of each between the first and the last in its answer. One query for all: one for each
 * takes twice the time.
 */
export function storedDays(
  connection: Connection,
): (told: readonly ToldDays[]) => ReadonlyMap<EsimKey, StoredDays> {
  const select = connection.prepare((db, { wanted }: Params<{ wanted: string }>) =>
    db
      .selectFrom(sql<{ value: string }>`json_each(${wanted})`.as('wanted'))
      .crossJoin('daily_usage')
      .select(['esim', 'date', 'location', 'used_bytes'])
      .where('esim', '=', wantedPart(0))
      .where('date', '>=', wantedPart(1))
      .where('date', '<=', wantedPart(2))
      .orderBy('esim')
      .orderBy('date'),
  );
  return (told) => {
    const wanted = JSON.stringify(told.map(({ esim, days }) => [esim, ...span(days)]));
    const stored = new Map<EsimKey, StoredDays>();
    for (const { esim, date, location, used_bytes } of select.all({ wanted })) {
      const own = stored.get(esim) ?? new StoredDays();
      own.add(date, location, used_bytes);
      stored.set(esim, own);
    }
    return stored;
  };
}

function wantedPart(index: number) {
  return sql<number>`wanted.value ->> ${sql.lit(index)}`;
}
