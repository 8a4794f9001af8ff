import type { PolledStatuses } from '../fleet/status.js';
import { DAY, HOUR, type Seconds, type UnixSeconds } from '../time/instant.js';
import { findFieldsGone, findUnreadable, type LastUsual, rememberUsual } from './answer-forms.js';
import {
  type AnswerKind,
  concernsTheFleet,
  FEWEST_OF_A_FLEET,
  type FleetCondition,
  type FoundCondition,
  keyOf,
  type OpenCondition,
  stillConcernsTheFleet,
} from './condition.js';
import type { RunningDaemon } from './daemon-differences.js';
import { findDaemonsDiffering } from './daemons-differing.js';
import { findListGap } from './list-gaps.js';
import { findNewStatuses, rememberStatuses, type StatusesSeen } from './new-statuses.js';
import { ALLOWANCE_FIELD, type PollObservation, type Tally } from './observe.js';

/** A poll, as far as conditions of the fleet are concerned. */
export interface ReviewedPoll {
  readonly observed: PollObservation;
  readonly outcome: PollOutcome;
  /** eSIMs polled for usage whose requests fail, and how many are polled. */
  readonly fleet: { readonly failing: number; readonly of: number };
  /** Number of eSIMs of each status in the account. */
  readonly byStatus: ReadonlyMap<string, number>;
  readonly polled: PolledStatuses;
}

/** `ended-early`: we were stopped or had no requests left, which proves nothing about the provider. */
export type PollOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'ended-early' }
  | { readonly kind: 'failed'; readonly detail: string; readonly httpStatus: number | null };

/** The state kept from poll to poll. */
export interface ConditionMemory {
  readonly open: readonly OpenCondition[];
  readonly lastUsual: LastUsual;
  readonly statuses: StatusesSeen;
  /** When people were notified within a day that a condition began, by its key. */
  readonly begun: Begun;
}

type Begun = Readonly<Record<string, readonly UnixSeconds[]>>;

/** The memory before the first poll. */
export const NO_CONDITIONS: ConditionMemory = { open: [], lastUsual: {}, statuses: {}, begun: {} };

/** What begins more often than this in a day comes and goes: then people are notified once it has lasted a while. */
const OFTEN = 2;
const A_WHILE: Seconds = HOUR;

/** The result of reviewing a poll: what to remember, and what to notify people of. */
export interface ConditionReview {
  readonly memory: ConditionMemory;
  /** Conditions that people are to be notified of, as they are now. */
  readonly began: readonly OpenCondition[];
  /** Conditions that people were notified of and that no longer apply, in their last state. */
  readonly ended: readonly OpenCondition[];
}

/** Decides after a poll which conditions apply, and which of them people are notified of. There is a notice when one begins and when it ends. */
export function reviewConditions(
  poll: ReviewedPoll,
  before: ConditionMemory,
  now: UnixSeconds,
): ConditionReview {
  const open = new Set(before.open.map(({ condition }) => keyOf(condition)));
  const review = settle(judge(poll, before, open, now), before, now);
  return { ...review, memory: { ...review.memory, ...remember(poll, before, now) } };
}

/** Decides the same between polls about the daemons that share the database. What polls find stays as it is. */
export function reviewDaemons(
  daemons: readonly RunningDaemon[],
  before: ConditionMemory,
  now: UnixSeconds,
): ConditionReview {
  const about = isOf('daemons-differ');
  const since = before.open.find(({ condition }) => about(condition))?.since ?? null;
  return settle([{ about, found: findDaemonsDiffering(daemons, since, now) }], before, now);
}

/** What is not judged stays. */
function settle(
  judgements: readonly Judgement[],
  before: ConditionMemory,
  now: UnixSeconds,
): ConditionReview {
  const known = new Map(before.open.map((one) => [keyOf(one.condition), one]));
  const judged = judgements.filter(({ found }) => found !== null);
  const open = [
    ...before.open.filter(({ condition }) => !judged.some(({ about }) => about(condition))),
    ...judged.flatMap(({ found }) => found ?? []).map((one) => goingOn(one, known, before.begun, now)),
  ];
  const wanted = new Set(open.filter(({ notified }) => notified).map(({ condition }) => keyOf(condition)));
  const began = open.filter(({ condition, notified }) => notified && !known.get(keyOf(condition))?.notified);
  return {
    memory: { ...before, open, begun: rememberBegun(before.begun, began, now) },
    began,
    ended: before.open.filter(({ condition, notified }) => notified && !wanted.has(keyOf(condition))),
  };
}

/** The evidence of a poll about some conditions. */
interface Judgement {
  readonly about: (condition: FleetCondition) => boolean;
  /** Null: unknown, so the previous state is kept. */
  readonly found: readonly FoundCondition[] | null;
}

function judge(
  { observed, outcome, fleet, byStatus, polled }: ReviewedPoll,
  { lastUsual, statuses }: ConditionMemory,
  open: ReadonlySet<string>,
  now: UnixSeconds,
): readonly Judgement[] {
  const { list, usage, history, gap } = observed;
  const ofList = <T>(find: () => T) => (gap === undefined ? null : find());
  const ofUsage = <T>(find: () => T) => (outcome.kind === 'ok' && usage.answers > 0 ? find() : null);
  const forms = (answers: AnswerKind, tally: Tally) => {
    const unreadable = findUnreadable(answers, tally, open);
    // A field that cannot be read looks missing. "Unreadable" is the more precise finding.
    return unreadable.length > 0 ? unreadable : findFieldsGone(answers, tally, lastUsual, open, now);
  };
  return [
    { about: isOf('provider-failing'), found: findFailure(outcome) },
    { about: isOf('list-lacking', 'list-cut'), found: ofList(() => findListGap(gap ?? null)) },
    {
      about: isOf('new-status'),
      found: ofList(() => findNewStatuses(byStatus, observed.examples, statuses, polled, open, now)),
    },
    { about: isFormOf('list'), found: ofList(() => forms('list', list)) },
    { about: isFormOf('usage'), found: ofUsage(() => forms('usage', usage)) },
    {
      about: isFormOf('history'),
      // Few histories, of what was just bought, show nothing about the others.
      found: history.answers < FEWEST_OF_A_FLEET ? null : findUnreadable('history', history, open),
    },
    { about: isOf('unit-unknown'), found: ofUsage(() => findUnitUnknown(observed)) },
    {
      about: isOf('esims-failing'),
      found: outcome.kind === 'ok' ? findFailing(fleet, open.has('esims-failing')) : null,
    },
  ];
}

function isOf(...kinds: readonly FleetCondition['kind'][]): Judgement['about'] {
  return ({ kind }) => kinds.includes(kind);
}

function isFormOf(answers: AnswerKind): Judgement['about'] {
  return (condition) =>
    (condition.kind === 'unreadable' || condition.kind === 'field-gone') && condition.answers === answers;
}

function findFailure(outcome: PollOutcome): readonly FoundCondition[] | null {
  switch (outcome.kind) {
    case 'ok':
      return [];
    case 'ended-early':
      return null;
    case 'failed': {
      const { detail, httpStatus } = outcome;
      return [{ condition: { kind: 'provider-failing', detail, httpStatus }, scale: 'fleet', notify: false }];
    }
  }
}

function findFailing({ failing, of }: ReviewedPoll['fleet'], isOpen: boolean): readonly FoundCondition[] {
  const concerns = isOpen ? stillConcernsTheFleet : concernsTheFleet;
  if (!concerns(failing, of)) return [];
  return [{ condition: { kind: 'esims-failing', failing, of }, scale: 'fleet', notify: true }];
}

/** Only where somebody has an allowance, and none of the answers that were read settled its unit. */
function findUnitUnknown({ units, usage }: PollObservation): readonly FoundCondition[] | null {
  if (units === undefined) return null;
  const { unit, evidence, mixed = false } = units.allowance;
  if (unit !== null) return [];
  if ((usage.present.get(ALLOWANCE_FIELD) ?? 0) === 0) return null;
  const condition = { kind: 'unit-unknown', evidence, mixed } as const;
  return [{ condition, scale: mixed ? 'note' : 'fleet', notify: !mixed }];
}

function goingOn(
  { condition, scale, notify }: FoundCondition,
  known: ReadonlyMap<string, OpenCondition>,
  begun: Begun,
  now: UnixSeconds,
): OpenCondition {
  const key = keyOf(condition);
  const before = known.get(key);
  const since = before?.since ?? now;
  const isOften = recent(begun[key], now).length >= OFTEN;
  const isDue = before?.notified === true || !isOften || now - since >= A_WHILE;
  return { condition, scale, since, notified: notify && isDue };
}

function rememberBegun(before: Begun, began: readonly OpenCondition[], now: UnixSeconds): Begun {
  const begun = new Map(Object.entries(before).map(([key, instants]) => [key, recent(instants, now)]));
  for (const { condition } of began) {
    const key = keyOf(condition);
    begun.set(key, [...(begun.get(key) ?? []), now]);
  }
  return Object.fromEntries([...begun].filter(([, instants]) => instants.length > 0));
}

function recent(instants: readonly UnixSeconds[] = [], now: UnixSeconds): readonly UnixSeconds[] {
  return instants.filter((at) => at <= now && now - at < DAY);
}

function remember(
  { observed: { list, usage, gap }, byStatus }: ReviewedPoll,
  before: ConditionMemory,
  now: UnixSeconds,
): Omit<ConditionMemory, 'open' | 'begun'> {
  const ofList = gap === undefined ? before.lastUsual : rememberUsual('list', list, before.lastUsual, now);
  return {
    lastUsual: rememberUsual('usage', usage, ofList, now),
    statuses: gap === undefined ? before.statuses : rememberStatuses(byStatus.keys(), before.statuses, now),
  };
}
