import {
  type FleetCondition,
  formatInstant,
  NOT_MONITORED_REASONS,
  type NotMonitored,
  notMonitoredReason,
  type Reader,
  type ReadinessProblem,
  type UnixSeconds,
} from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Config } from '../config/config.js';
import { concernsOf, problemInWords } from '../http/readiness.js';
import { relative } from './terminal/times.js';

/** As of when the database is, and what is missing from it: what a reader must know before relying on a list. */
export interface Standing {
  /** Null: no poll ever succeeded. */
  readonly lastGoodAt: UnixSeconds | null;
  /** The last poll, where it failed. */
  readonly failed: { readonly at: UnixSeconds; readonly error: string } | null;
  readonly problems: readonly ReadinessProblem[];
  /** What should be checked, and does not affect the figures. */
  readonly notes: readonly FleetCondition[];
  readonly notMonitored: NotMonitored;
}

/** The context it is read from. */
export interface StandingContext {
  readonly store: Store;
  readonly config: Config;
  readonly now: UnixSeconds;
}

export async function standingOf({ store, config, now }: StandingContext): Promise<Standing> {
  const [lastGoodAt, { last }, notMonitored, { problems, notes }] = await Promise.all([
    store.cycles.lastGoodAt(),
    store.pages.polling(),
    store.pages.notMonitored(config.poll.statuses),
    concernsOf({ store, config, now: () => now }),
  ]);
  const failed = last === null || last.error === null ? null : { at: last.at, error: last.error };
  const known = problems.filter(({ kind }) => kind !== 'no-poll');
  return { lastGoodAt, failed, problems: known, notes, notMonitored };
}

/** True when nothing found in the database means that there is nothing. */
export function isCurrent({ lastGoodAt, failed, problems }: Standing): boolean {
  return lastGoodAt !== null && failed === null && !problems.some(isAboutData);
}

/** A late report or a stuck message does not affect the figures. */
function isAboutData(problem: ReadinessProblem): boolean {
  return problem.kind !== 'stuck' && !(problem.kind === 'overdue' && problem.report !== null);
}

/** In words, a line each; the first has the time of the data. */
export function standingInWords(standing: Standing, reader: Reader): readonly string[] {
  // Nobody misses figures of an eSIM that cannot use data.
  const missing = notMonitoredInWords({ ...standing.notMonitored, ended: 0 });
  return [
    asOfText(standing, reader),
    ...problemsInWords(standing, reader).map((problem) => `Warning: ${problem}.`),
    ...(missing === null ? [] : [`Not monitored: ${missing}.`]),
  ];
}

function asOfText(standing: Standing, { now, zone }: Reader): string {
  const { lastGoodAt } = standing;
  return lastGoodAt === null
    ? nothingKnownText(standing)
    : `As of ${formatInstant(lastGoodAt, zone)} (${relative(lastGoodAt, now)}), the last successful poll.`;
}

/** The sentence where no poll ever succeeded. */
export function nothingKnownText({ failed }: Pick<Standing, 'failed'>): string {
  return failed === null
    ? 'Never polled: nothing is known of any eSIM yet. Run: roamwatch poll'
    : 'No poll has succeeded yet: eSIMs, readings and alerts are missing.';
}

/** Why the figures are old or incomplete, as sentences without a full stop. */
export function problemsInWords({ failed, problems }: Standing, { now }: Reader): readonly string[] {
  const ofLast =
    failed === null ? [] : [`the last poll, ${relative(failed.at, now)}, failed: ${failed.error}`];
  const others = failed === null ? problems : problems.filter((problem) => !saysThatPollFailed(problem));
  return [...ofLast, ...others.map(problemInWords)];
}

function saysThatPollFailed(problem: ReadinessProblem): boolean {
  return problem.kind === 'condition' && problem.condition.kind === 'provider-failing';
}

/** "3 eSIMs (2 no ICCID yet, 1 failing)"; null when every listed eSIM is. */
export function notMonitoredInWords(counts: NotMonitored): string | null {
  const given = NOT_MONITORED_REASONS.map((reason) => [reason, counts[reason] ?? 0] as const).filter(
    ([, esims]) => esims > 0,
  );
  const total = given.reduce((sum, [, esims]) => sum + esims, 0);
  if (total === 0) return null;
  const why = given.map(([reason, esims]) => `${esims} ${notMonitoredReason(reason)}`).join(', ');
  return `${total} ${total === 1 ? 'eSIM' : 'eSIMs'} (${why})`;
}
