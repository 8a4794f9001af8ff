import type { ListedEsim } from '../fleet/esim.js';
import type { UnitsInUse } from '../usage/unit.js';
import type { Rejected, UsageDetails } from '../usage/usage.js';
import type { ListGap } from './list-gaps.js';

/** The observations common to the answers of one poll. Decisions follow at the end. */
export interface PollObservation {
  readonly list: Tally;
  readonly usage: Tally;
  /** Packages histories that came with usage. */
  readonly history: Tally;
  /** The ICCID or id of an eSIM of the list, by status. */
  readonly examples: ReadonlyMap<string, string>;
  /** In what way the list is not whole; null: in none. Undefined where the list was not read to its end. */
  readonly gap?: ListGap | null;
  /** The units that the answers were read with; undefined where no usage was requested. */
  readonly units?: UnitsInUse;
}

/** Answers of one kind. */
export interface Tally {
  /** Answers received, including unchanged ones that were not read again. */
  readonly answers: number;
  readonly read: number;
  /** Reasons why something was rejected. */
  readonly faults: ReadonlyMap<string, Seen>;
  /** In how many of those read a field was there. */
  readonly present: ReadonlyMap<string, number>;
  /** ICCID or eSIM id of one of them; empty without any. */
  readonly example: string;
}

export interface Seen {
  readonly count: number;
  readonly example: string;
}

/** Fields that may be missing in an answer without a fault, by their wire names. */
const USAGE_FIELDS: Readonly<Record<string, (details: UsageDetails) => boolean>> = {
  startedAt: ({ startedAt }) => startedAt !== null,
  expiredAt: ({ endsAt }) => endsAt !== null,
  dataUsages: ({ days }) => days.length > 0,
  'dataUsages[].location': ({ days }) => days.some(({ location }) => location !== ''),
};

const LIST_FIELDS: Readonly<Record<string, (esim: ListedEsim) => boolean>> = {
  iccid: ({ iccid }) => iccid !== null,
  createdAt: ({ createdAt }) => createdAt !== null,
  expiredAt: ({ expiresAt }) => expiresAt !== null,
};

/** Where a figure of the provider is an allowance of so much, whatever the unit. */
export const ALLOWANCE_FIELD = 'allowedData';

const NO_ANSWERS: Tally = { answers: 0, read: 0, faults: new Map(), present: new Map(), example: '' };

/** A poll that saw no answer. */
export const NOTHING_OBSERVED: PollObservation = {
  list: NO_ANSWERS,
  usage: NO_ANSWERS,
  history: NO_ANSWERS,
  examples: new Map(),
};

/** A part of the list, with the entries of which nothing could be used. */
export function observeListed(
  esims: readonly ListedEsim[],
  rejected: readonly Rejected[],
): Partial<PollObservation> {
  const idOf = (esim: ListedEsim) => esim.iccid ?? esim.esimId;
  const unreadable = rejected.filter(({ what }) => what === 'esim').length;
  const list = {
    answers: esims.length + unreadable,
    read: esims.length + unreadable,
    faults: countSeen(rejected.map(({ reason, sample }) => [reason, sample])),
    present: presentIn(esims, LIST_FIELDS),
    example: esims.map(idOf).at(-1) ?? '',
  };
  return { list, examples: new Map(esims.map((esim) => [esim.status, idOf(esim)])) };
}

/** One answer about usage, as far as its form is observed. */
export interface ObservedUsage {
  readonly details: UsageDetails;
  /** The rejected parts of it, without its history. */
  readonly rejected: readonly Rejected[];
  /** The rejected parts of the packages history that came with it; null without one. */
  readonly rejectedOfHistory: readonly Rejected[] | null;
  /** Its allowance is meaningful: the package is metered and active. */
  readonly metered: boolean;
}

/**
 * Usage details of some eSIMs: each reason counts once an answer. A row that cannot be read beside others that can is
 * that row's fault, and proves nothing about the form of all.
 *
 * @param unchanged how many more answered, and said the same as before.
 */
export function observeUsage(answers: readonly ObservedUsage[], unchanged: number): Partial<PollObservation> {
  const reasonsOf = ({ rejected, details: { days } }: ObservedUsage) =>
    onceEach(rejected.filter(({ what }) => what !== 'daily-row' || days.length === 0));
  const details = answers.map((answer) => answer.details);
  const metered = answers.filter((answer) => answer.metered && (answer.details.allowed ?? 0) > 0).length;
  const usage = {
    answers: answers.length + unchanged,
    read: answers.length,
    faults: countSeen(answers.flatMap(reasonsOf)),
    present: new Map([...presentIn(details, USAGE_FIELDS), [ALLOWANCE_FIELD, metered]]),
    example: details.at(-1)?.iccid ?? '',
  };
  return { usage, history: observeHistories(answers) };
}

function observeHistories(answers: readonly ObservedUsage[]): Tally {
  const histories = answers.flatMap(({ rejectedOfHistory }) =>
    rejectedOfHistory === null ? [] : [rejectedOfHistory],
  );
  return {
    ...{ answers: histories.length, read: histories.length },
    faults: countSeen(histories.flatMap(onceEach)),
    present: new Map(),
    example: '',
  };
}

/** Each reason with an example. */
function onceEach(rejected: readonly Rejected[]): readonly (readonly [string, string])[] {
  return [...new Map(rejected.map(({ reason, sample }) => [reason, sample]))];
}

/** The observations of two parts of a poll together. A part of `b` that is left out adds nothing. */
export function joinObservations(a: PollObservation, b: Partial<PollObservation>): PollObservation {
  return {
    ...a,
    ...b,
    list: joinTallies(a.list, b.list),
    usage: joinTallies(a.usage, b.usage),
    history: joinTallies(a.history, b.history),
    examples: b.examples ? new Map([...b.examples, ...a.examples]) : a.examples,
  };
}

function joinTallies(a: Tally, b: Tally = NO_ANSWERS): Tally {
  if (b.answers === 0 && b.faults.size === 0) return a;
  if (a.answers === 0 && a.faults.size === 0) return b;
  return {
    answers: a.answers + b.answers,
    read: a.read + b.read,
    faults: joinSeen(a.faults, b.faults),
    present: joinMaps(a.present, b.present, (x, y) => x + y),
    example: b.example || a.example,
  };
}

function joinSeen(a: ReadonlyMap<string, Seen>, b: ReadonlyMap<string, Seen>): ReadonlyMap<string, Seen> {
  return joinMaps(a, b, (x, y) => ({ count: x.count + y.count, example: x.example }));
}

function joinMaps<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  join: (x: T, y: T) => T,
): ReadonlyMap<string, T> {
  const joined = new Map(a);
  for (const [key, value] of b) {
    const known = joined.get(key);
    joined.set(key, known === undefined ? value : join(known, value));
  }
  return joined;
}

function countSeen(seen: readonly (readonly [what: string, example: string])[]): ReadonlyMap<string, Seen> {
  const counted = new Map<string, Seen>();
  for (const [what, example] of seen) {
    const known = counted.get(what);
    counted.set(what, { count: (known?.count ?? 0) + 1, example: known?.example ?? example });
  }
  return counted;
}

function presentIn<T>(
  answers: readonly T[],
  fields: Readonly<Record<string, (answer: T) => boolean>>,
): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(fields).map(([field, has]) => [field, answers.filter((answer) => has(answer)).length]),
  );
}
