import { hash } from 'node:crypto';
import type { DailyUsage } from '@roamwatch/core';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import type { ToldDays } from './days-to-write.js';

/** The part of an answer that is compared with stored days. */
export interface DaysToCompare {
  readonly told: ToldDays;
  /** Of the days before the last one, to be stored along with them; null: as it is stored. */
  readonly digest: string | null;
}

/**
 * Only the last day where those before it came in the same way the last time: then they are stored, and to compare them once
 * more changes nothing.
 *
 * @param stored the digest that is stored with the eSIM. Whatever else writes daily rows forgets it.
 */
export function daysToCompare(told: ToldDays, stored: string | null): DaysToCompare {
  const { esim, days, at } = told;
  const last = days.findIndex(({ date }) => date === days.at(-1)?.date);
  const digest = digestOf(days.slice(0, last));
  if (digest !== stored) return { told, digest };
  return { told: { esim, at, days: days.slice(last) }, digest: null };
}

/** A place is named where it is another one than the row before has. */
function digestOf(days: readonly DailyUsage[]): string {
  let text = '';
  let place: string | null = null;
  for (const { date, usedBytes, location } of days) {
    text += location === place ? `${date} ${usedBytes}\n` : `${date} ${usedBytes} ${location}\n`;
    place = location;
  }
  return hash('sha1', text, 'base64url');
}

export function digestsQuery(db: Queries, { keys }: Params<{ keys: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('esim_state')
    .select(['esim', 'days_digest as digest'])
    .where('esim', 'in', keysIn(keys))
    .where('days_digest', 'is not', null);
}

/** Of all eSIMs, for what changes daily rows other than by an answer. */
export function forgetDigestsQuery(db: Queries) {
  return db.updateTable('esim_state').set({ days_digest: null }).where('days_digest', 'is not', null);
}
