import type { ListedEsim, Rejected, UsageDetails } from '@roamwatch/core';

/** What the answers of one poll have in common. Pure observation: what follows from it is decided at the end. */
export interface Drift {
  readonly list: Tally;
  readonly usage: Tally;
  /** eSIMs by status. */
  readonly statuses: ReadonlyMap<string, Seen>;
}

/** Answers of one kind. */
export interface Tally {
  readonly answers: number;
  /** Reasons why something was rejected. */
  readonly faults: ReadonlyMap<string, Seen>;
  /** In how many answers a field was there. */
  readonly present: ReadonlyMap<string, number>;
  /** ICCID or eSIM id of one of them; empty without any. */
  readonly example: string;
}

export interface Seen {
  readonly count: number;
  readonly example: string;
}

/** Fields that may be missing in an answer without a fault, by their wire names. */
export const USAGE_FIELDS: Readonly<Record<string, (details: UsageDetails) => boolean>> = {
  startedAt: ({ startedAt }) => startedAt !== null,
  expiredAt: ({ endsAt }) => endsAt !== null,
  dataUsages: ({ days }) => days.length > 0,
  'dataUsages[].location': ({ days }) => days.some(({ location }) => location !== ''),
};

export const LIST_FIELDS: Readonly<Record<string, (esim: ListedEsim) => boolean>> = {
  iccid: ({ iccid }) => iccid !== null,
  createdAt: ({ createdAt }) => createdAt !== null,
  expiredAt: ({ expiresAt }) => expiresAt !== null,
};

const NO_ANSWERS: Tally = { answers: 0, faults: new Map(), present: new Map(), example: '' };

export const NO_DRIFT: Drift = { list: NO_ANSWERS, usage: NO_ANSWERS, statuses: new Map() };

/** A part of the list, with the entries of which nothing could be used. */
export function observeListed(esims: readonly ListedEsim[], rejected: readonly Rejected[]): Drift {
  const idOf = (esim: ListedEsim) => esim.iccid ?? esim.esimId;
  const unreadable = rejected.filter(({ what }) => what === 'esim').length;
  const list = {
    answers: esims.length + unreadable,
    faults: countSeen(rejected.map(({ reason, sample }) => [reason, sample])),
    present: presentIn(esims, LIST_FIELDS),
    example: esims.map(idOf).at(-1) ?? '',
  };
  return { ...NO_DRIFT, list, statuses: countSeen(esims.map((esim) => [esim.status, idOf(esim)])) };
}

export interface ObservedUsage {
  readonly details: UsageDetails;
  /** What was rejected of it. */
  readonly rejected: readonly Rejected[];
}

/** Usage details of some eSIMs: each reason counts once an answer. */
export function observeUsage(answers: readonly ObservedUsage[]): Drift {
  const reasonsOf = ({ rejected }: ObservedUsage) => [
    ...new Map(rejected.map(({ reason, sample }) => [reason, sample])),
  ];
  const details = answers.map((answer) => answer.details);
  const usage = {
    answers: answers.length,
    faults: countSeen(answers.flatMap(reasonsOf)),
    present: presentIn(details, USAGE_FIELDS),
    example: details.at(-1)?.iccid ?? '',
  };
  return { ...NO_DRIFT, usage };
}

export function joinDrift(a: Drift, b: Drift): Drift {
  return {
    list: joinTallies(a.list, b.list),
    usage: joinTallies(a.usage, b.usage),
    statuses: joinSeen(a.statuses, b.statuses),
  };
}

function joinTallies(a: Tally, b: Tally): Tally {
  if (b.answers === 0 && b.faults.size === 0) return a;
  if (a.answers === 0 && a.faults.size === 0) return b;
  return {
    answers: a.answers + b.answers,
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
