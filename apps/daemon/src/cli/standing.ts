import { formatInstant, type Reader, type UnixSeconds } from '@roamwatch/core';
import type { NotMonitoredReason, Store } from '@roamwatch/store';
import type { Config } from '../config/config.js';
import { readiness } from '../http/readiness.js';
import { relative } from './terminal/times.js';

/** As of when the database is, and what is missing from it: what a reader must know before relying on a list. */
export interface Standing {
  /** Null: no poll ever succeeded. */
  readonly lastGoodAt: UnixSeconds | null;
  /** Why the figures are old or incomplete, as sentences without a full stop. */
  readonly problems: readonly string[];
  readonly notMonitored: ReadonlyMap<NotMonitoredReason, number>;
}

/** What is read for it. */
export interface StandingContext {
  readonly store: Store;
  readonly config: Config;
  readonly now: UnixSeconds;
}

export async function standingOf({ store, config, now }: StandingContext): Promise<Standing> {
  const [lastGoodAt, { last }, notMonitored, { reasons }] = await Promise.all([
    store.cycles.lastGoodAt(),
    store.pages.polling(),
    store.pages.notMonitored(config.poll.statuses),
    readiness({ store, config, now: () => now }),
  ]);
  const failed =
    last === null || last.error === null
      ? []
      : [`the last poll, ${relative(last.at, now)}, failed: ${last.error}`];
  return {
    lastGoodAt,
    problems: lastGoodAt === null ? failed : [...failed, ...reasons],
    notMonitored,
  };
}

/** True when nothing found in the database means that there is nothing. */
export function isCurrent({ lastGoodAt, problems }: Standing): boolean {
  return lastGoodAt !== null && problems.length === 0;
}

/** In words, a line each; the first says as of when. */
export function standingInWords(standing: Standing, { now, zone }: Reader): readonly string[] {
  const { lastGoodAt, problems } = standing;
  const asOf =
    lastGoodAt === null
      ? 'Never polled: nothing is known of any eSIM yet. Run: roamwatch poll'
      : `As of ${formatInstant(lastGoodAt, zone)} (${relative(lastGoodAt, now)}), the last successful poll.`;
  const missing = notMonitoredInWords(standing.notMonitored);
  return [
    asOf,
    ...problems.map((problem) => `Warning: ${problem}.`),
    ...(missing === null ? [] : [`Not monitored: ${missing}.`]),
  ];
}

export const REASONS: Readonly<Record<NotMonitoredReason, string>> = {
  status: 'status not polled',
  'no-iccid': 'no ICCID yet',
  'no-usage-check': 'usage check not supported',
  failing: 'failing (see `roamwatch rejected`)',
  'never-read': 'no reading yet',
};

/** "3 eSIMs (2 no ICCID yet, 1 failing)"; null when every listed eSIM is. */
export function notMonitoredInWords(counts: ReadonlyMap<NotMonitoredReason, number>): string | null {
  const given = [...counts].filter(([, esims]) => esims > 0);
  const total = given.reduce((sum, [, esims]) => sum + esims, 0);
  if (total === 0) return null;
  const why = given.map(([reason, esims]) => `${esims} ${REASONS[reason] ?? reason}`).join(', ');
  return `${total} ${total === 1 ? 'eSIM' : 'eSIMs'} (${why})`;
}
