import {
  type AlertChanges,
  type AlertPolicy,
  type AlertsBefore,
  alertDecider,
} from '../alerts/decide-alerts.js';
import { needFurtherDays, type Rule } from '../alerts/rules/registry.js';
import type { EsimKey, PackagePurchase } from '../fleet/esim.js';
import type { EsimFacts, StoredFacts } from '../fleet/facts.js';
import type { UnixSeconds } from '../time/instant.js';
import { withOwnUnit } from '../usage/conclude-units.js';
import { daysFrom } from '../usage/day-totals.js';
import { nextEpoch } from '../usage/epoch.js';
import { withKnownTimes } from '../usage/known-times.js';
import { type ReadOptions, readUsage, type UsageRead } from '../usage/read-usage.js';
import type { UnitsInUse } from '../usage/unit.js';
import type {
  DailyUsage,
  EarlierReading,
  PackageEpoch,
  Reading,
  Rejected,
  UsageDetails,
} from '../usage/usage.js';
import type { Answer, FailedAnswer, UsageAnswer, UsageDetailsRead } from './answer.js';
import { answerFingerprint, storedDaysDigest } from './fingerprint.js';
import { type LearningBefore, type Lessons, learnFromAnswers } from './learn-from-answers.js';
import type { PollPolicy } from './polled-esim.js';

/** Why an eSIM counts as failed although it answered. */
export const UNREADABLE = 'its figures are missing or unreadable';

/** The stored eSIMs of some answers before anything is decided. */
export interface AnswersBefore extends AlertsBefore {
  /** By eSIM; one that is not stored is missing. */
  readonly facts: ReadonlyMap<EsimKey, StoredFacts>;
  /** Readings kept of the last day, oldest first; the last good one only where it is kept. */
  readonly readings: ReadonlyMap<EsimKey, readonly EarlierReading[]>;
  /** Null: polling does not learn from answers. */
  readonly learning: LearningBefore | null;
}

/** The changes that some answers make: all of it, or nothing. */
export interface AnswersChanges {
  /** By eSIM: the last good reading was taken again at this instant, with the same figures. */
  readonly confirmed: ReadonlyMap<EsimKey, UnixSeconds>;
  /** Of the other answers, in their order; one about an eSIM that is not stored is missing. */
  readonly answered: readonly AnswerChanges[];
  readonly lessons: Lessons | null;
}

/** The changes of one answer. */
export interface AnswerChanges extends AlertChanges, UsageChanges {
  readonly esim: EsimKey;
  readonly at: UnixSeconds;
  /** Null: the next answer is read in any case. */
  readonly fingerprint: string | null;
}

/** What is stored of one eSIM's answer. */
export interface UsageChanges {
  /** Usage in bytes, oldest first, one for each date and place; of the last date alone where all before it is stored. */
  readonly days: readonly DailyUsage[];
  /** Of the daily rows before the last one, once all of them are stored; null: the next answer is compared whole. */
  readonly daysDigest: string | null;
  readonly rejected: readonly Rejected[];
  /** The packages history; null where it was not requested. */
  readonly purchases: readonly PackagePurchase[] | null;
  /** Null where there is none. */
  readonly reading: NewReading | null;
  /** Null: it stays as it is. */
  readonly epoch: PackageEpoch | null;
  /** Why the eSIM counts as failed, which it does also where some figures are missing; null where it does not. */
  readonly failure: string | null;
}

/** A reading beside the one before it. */
export interface NewReading {
  readonly now: Reading;
  /** The last one until now; null where there is none. */
  readonly former: Reading | null;
  /** True where `former` is known to be among the readings kept. */
  readonly isFormerKept: boolean;
  /** True where the eSIM is unlimited, by the list or by its allowance. */
  readonly unlimited: boolean;
}

/** An answer of which nothing is stored. */
export const NO_USAGE_CHANGES: UsageChanges = {
  days: [],
  daysDigest: null,
  rejected: [],
  purchases: null,
  reading: null,
  epoch: null,
  failure: null,
};

/** What decisions about answers depend on besides stored facts: configuration, units and version. */
export interface AnswersPolicy extends AlertPolicy {
  /** The program's version: another one may read the same answer in another way. */
  readonly version: string;
  readonly units: UnitsInUse;
  /** Null: polling goes by schedule. */
  readonly planning: PollPolicy | null;
}

/** Decides what is stored of a batch of answers, and what becomes of alerts and of the plan. */
export function decideAnswers(
  answers: readonly Answer[],
  before: AnswersBefore,
  policy: AnswersPolicy,
  now: UnixSeconds,
): AnswersChanges {
  const decideAlerts = alertDecider(before, policy, now);
  const confirmed = new Map<EsimKey, UnixSeconds>();
  const answered: AnswerChanges[] = [];
  const after = new Map<EsimKey, EsimFacts>();
  for (const answer of answers) {
    const facts = before.facts.get(answer.esim);
    if (isLate(answer, facts)) continue;
    if (answer.kind === 'unchanged') {
      confirmed.set(answer.esim, answer.at);
      if (facts) after.set(answer.esim, readAgain(facts, answer.at));
    } else if (facts) {
      const outcome = answer.kind === 'usage' ? read(answer, facts, before, policy) : failed(answer, facts);
      after.set(answer.esim, outcome.facts);
      answered.push({ ...outcome.changes, ...decideAlerts(outcome.facts) });
    }
  }
  const { rules, planning } = policy;
  const lessons =
    before.learning && planning
      ? learnFromAnswers(answers, { before: before.facts, after }, before.learning, { rules, planning })
      : null;
  return { confirmed, answered, lessons };
}

/**
 * It was received before the last reading was: a worker that was stopped in between stores it after another one has polled the
 * same eSIM again.
 */
function isLate({ at }: Answer, facts: EsimFacts | undefined): boolean {
  return facts?.reading != null && at < facts.reading.at;
}

interface Outcome {
  readonly changes: Omit<AnswerChanges, keyof AlertChanges>;
  /** As they are after it. */
  readonly facts: EsimFacts;
}

function read(
  answer: UsageAnswer,
  facts: StoredFacts,
  { readings }: AnswersBefore,
  { units, version, rules }: AnswersPolicy,
): Outcome {
  const { esim, at, unlimited: declared, ownUnit, history, fingerprint, isNews } = answer;
  const digest = answer.daysDigest && storedDaysDigest(answer.daysDigest, { version, units });
  const areStored = digest !== null && digest === facts.daysDigest;
  const own = { units: withOwnUnit(units, ownUnit), epoch: facts.epoch };
  const how = { unlimited: declared, usageCheck: true, ...own, at };
  const { details, usage } = readEnough(answer, areStored, how, rules);
  const { reading: told, unlimited, complete, days, rejected: unread } = usage;
  const rejected = [...details.rejected, ...unread, ...(history?.rejected ?? [])];
  const isUnderstood = details.rejected.length + unread.length === 0;
  const said = {
    esim,
    at,
    days: areStored ? ofLastDate(days) : days,
    daysDigest: areStored || isUnderstood ? digest : null,
    rejected,
    purchases: history?.purchases ?? null,
  };
  if (!complete && saysNothing(told)) {
    return {
      changes: { ...said, reading: null, epoch: null, failure: UNREADABLE, fingerprint: null },
      facts: { ...facts, fresh: false, isNews: false, days, failingSince: facts.failingSince ?? at },
    };
  }
  const epoch = nextEpoch(
    history ? withRows(facts.epoch, history.purchases) : facts.epoch,
    told,
    history ? history.purchases.length : null,
  );
  const reading = withKnownTimes(told, epoch.number === facts.epoch?.number ? facts.reading : null);
  const kept = readings.get(esim);
  const isFormerKept = kept !== undefined && facts.reading !== null && isAmong(kept, facts.reading);
  const earlierReadings = earlierThan(facts.reading, kept, epoch.startedAt);
  const failingSince = complete ? null : (facts.failingSince ?? at);
  return {
    changes: {
      ...said,
      reading: { now: reading, former: facts.reading, isFormerKept, unlimited },
      epoch: epoch === facts.epoch ? null : epoch,
      failure: complete ? null : UNREADABLE,
      // Rejected data is counted each time it comes, so such an answer is read each time.
      fingerprint:
        complete && isUnderstood
          ? answerFingerprint(fingerprint, { version, unlimited: declared, units })
          : null,
    },
    facts: { ...facts, unlimited, reading, epoch, days, earlierReadings, fresh: true, isNews, failingSince },
  };
}

interface EnoughRead {
  readonly details: UsageDetails;
  readonly usage: UsageRead;
}

/** The whole answer, unless its earlier daily rows are stored and no rule looks back on them. */
function readEnough(
  { details, whole }: UsageDetailsRead,
  areStored: boolean,
  how: ReadOptions,
  rules: readonly Rule[],
): EnoughRead {
  if (areStored) {
    const usage = readUsage(details, how);
    if (!needFurtherDays(rules, usage.days)) return { details, usage };
  }
  const all = whole();
  return { details: all, usage: readUsage(all, how) };
}

/**
 * An epoch whose history is read later than its first figures has the rows that were bought until then: those bought since
 * are gained.
 */
function withRows(
  epoch: PackageEpoch | null,
  purchases: readonly Pick<PackagePurchase, 'purchasedAt'>[],
): PackageEpoch | null {
  if (epoch === null || epoch.historyRows !== null) return epoch;
  const before = purchases.filter(({ purchasedAt }) => (purchasedAt ?? 0) <= epoch.startedAt);
  return { ...epoch, historyRows: before.length };
}

function saysNothing({ allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt }: Reading): boolean {
  return [allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt].every((figure) => figure === null);
}

function failed({ esim, at, reason }: FailedAnswer, facts: StoredFacts): Outcome {
  const { daysDigest } = facts;
  return {
    changes: { ...NO_USAGE_CHANGES, esim, at, daysDigest, failure: reason, fingerprint: null },
    facts: { ...facts, fresh: false, isNews: false, failingSince: facts.failingSince ?? at },
  };
}

function ofLastDate(days: readonly DailyUsage[]): readonly DailyUsage[] {
  const last = days.at(-1);
  return last === undefined ? days : daysFrom(days, last.date);
}

function readAgain(facts: EsimFacts, at: UnixSeconds): EsimFacts {
  return { ...facts, reading: facts.reading && { ...facts.reading, at }, failingSince: null };
}

function isAmong(kept: readonly EarlierReading[], { at, remainingBytes }: Reading): boolean {
  return kept.some((one) => one.at === at && one.remainingBytes === remainingBytes);
}

/** The readings kept, and the last good one, which may be among them. */
function earlierThan(
  last: Reading | null,
  kept: readonly EarlierReading[] = [],
  since: UnixSeconds,
): readonly EarlierReading[] {
  const earlier = last === null ? kept : [...kept.filter(({ at }) => at < last.at), last];
  return earlier.filter(({ at }) => at >= since);
}
