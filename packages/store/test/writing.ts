import {
  type AlertedChange,
  type AlertTransition,
  type AnswerChanges,
  type AnswersBefore,
  type AnswersChanges,
  type CalendarDate,
  type ClockChanges,
  type DailyUsage,
  type DataUnit,
  type EsimKey,
  type Evaluation,
  NO_USAGE_CHANGES,
  type PackageEpoch,
  type PollMemory,
  type Reading,
  type Rejected,
  type SoldPackage,
  type UnixSeconds,
  type UsageChanges,
} from '@roamwatch/core';
import type { AnswersWritten, DaysWritten, Store } from '../src/index.js';

type Polling = Pick<Store, 'polling'>;

/** It is about no alert, so that the transaction it comes in fails at its end. */
export const IMPOSSIBLE: AlertTransition = {
  esim: 1,
  iccid: null,
  evaluation: {
    rule: 'low-data',
    ruleType: 'data-low',
    epoch: 1,
    verdict: { kind: 'unknown', cause: 'no-fresh-reading' },
    decision: { kind: 'resolve', silent: true, rearm: false, reason: { kind: 'muted', by: 'used-up' } },
    alert: null,
    inhibitedBy: null,
  },
  notification: null,
};

/** Stores an answer that changes this alone. */
export async function answer(
  { polling }: Polling,
  esim: EsimKey,
  at: UnixSeconds,
  changes: Partial<
    UsageChanges & Pick<AnswerChanges, 'transitions' | 'fingerprint' | 'quietUntil' | 'clockDueAt'>
  >,
): Promise<AnswersWritten> {
  const nothing = {
    ...NO_USAGE_CHANGES,
    transitions: [],
    fingerprint: null,
    quietUntil: null,
    clockDueAt: at,
  };
  return write({ polling }, at, { answered: [{ ...nothing, ...changes, esim, at }] });
}

function write(
  { polling }: Polling,
  now: UnixSeconds,
  changes: Partial<AnswersChanges>,
): Promise<AnswersWritten> {
  const batch = { esims: [], now, readingsSince: null, places: false, addressesOn: null, learning: false };
  return polling.answers(batch, () => ({ confirmed: new Map(), answered: [], lessons: null, ...changes }));
}

/** What a decision about answers of these eSIMs is given. */
export async function before(
  { polling }: Polling,
  esims: readonly EsimKey[],
  addressesOn: CalendarDate | null = null,
  places = false,
): Promise<AnswersBefore> {
  const batch = { esims, now: 0, readingsSince: null, places, addressesOn, learning: false };
  const loaded: AnswersBefore[] = [];
  await polling.answers(batch, (stored) => {
    loaded.push(stored);
    return { confirmed: new Map(), answered: [], lessons: null };
  });
  const [first] = loaded;
  if (first === undefined) throw new Error('nothing was loaded');
  return first;
}

/** The packages known of an eSIM. */
export async function packagesOf(
  { usage }: Pick<Store, 'usage'>,
  esim: EsimKey,
): Promise<readonly SoldPackage[]> {
  let packages: readonly SoldPackage[] = [];
  const unknown = { unit: null, evidence: '', checked: false };
  await usage.settleUnits([esim], 0, (stored) => {
    packages = stored.packages.get(esim) ?? [];
    return { units: stored.units ?? { allowance: unknown, dailyUsage: unknown }, readings: null, days: null };
  });
  return packages;
}

export async function recordDays(
  store: Polling,
  esim: EsimKey,
  days: readonly DailyUsage[],
  at: UnixSeconds,
): Promise<DaysWritten> {
  return (await answer(store, esim, at, { days })).days;
}

/** A good reading, as a poll stores it. */
export async function heard(
  store: Pick<Store, 'polling' | 'fleet'>,
  esim: EsimKey,
  good: Reading,
  isFormerKept = false,
): Promise<void> {
  const [facts] = await store.fleet.facts([esim], good.at);
  await answer(store, esim, good.at, {
    reading: { now: good, former: facts?.reading ?? null, isFormerKept, unlimited: false },
  });
}

export async function saveEpoch(store: Polling, esim: EsimKey, epoch: PackageEpoch): Promise<void> {
  await answer(store, esim, epoch.startedAt, { epoch });
}

export async function recordFailure(
  store: Polling,
  esim: EsimKey,
  at: UnixSeconds,
  failure: string,
): Promise<void> {
  await answer(store, esim, at, { failure });
}

export async function reject(
  store: Polling,
  esim: EsimKey,
  rejected: readonly Rejected[],
  at: UnixSeconds,
): Promise<void> {
  await answer(store, esim, at, { rejected });
}

export async function confirmReadings(
  store: Polling,
  confirmed: ReadonlyMap<EsimKey, UnixSeconds>,
): Promise<void> {
  await write(store, 0, { confirmed });
}

export async function remember(store: Polling, memories: ReadonlyMap<EsimKey, PollMemory>): Promise<void> {
  const view = { rhythm: null, bytesPerHour: 0, patience: 0, longestWait: 0 };
  await write(store, 0, { lessons: { memories, due: new Map(), fleet: { gaps: [], view } } });
}

/** Writes a decision about an alert of an eSIM, or of the provider. Null for one that is silent or changes nothing. */
export async function applyDecision(
  store: Pick<Store, 'polling' | 'alerts'>,
  { esim, epoch }: { readonly esim: EsimKey | null; readonly epoch: number },
  evaluation: Evaluation,
  at: UnixSeconds,
): Promise<AlertedChange | null> {
  const transition = { esim, iccid: null, evaluation: { ...evaluation, epoch }, notification: null };
  const [stored] =
    esim === null
      ? [await store.alerts.ofProvider(at, () => transition)]
      : (await answer(store, esim, at, { transitions: [transition] })).transitions;
  const [event] = await store.alerts.history(1);
  if (!stored || !event) return null;
  return {
    alertId: stored.alertId,
    change: event.change as AlertedChange['change'],
    severity: event.severity,
  };
}

/** Returns how many stored rows were rejected. */
export async function rescaleDays(
  store: Pick<Store, 'usage'>,
  from: DataUnit,
  to: DataUnit,
): Promise<number> {
  const unit = { unit: to, evidence: `${from} to ${to}`, checked: true };
  const units = { allowance: unit, dailyUsage: unit };
  const changes = { units, readings: null, days: { from, to } };
  return (await store.usage.settleUnits([], 0, () => changes)).rejectedRows;
}

/** Keys of eSIMs that the clock is to evaluate. */
export async function dueByClock(
  { alerts }: Pick<Store, 'alerts'>,
  now: UnixSeconds,
): Promise<readonly EsimKey[]> {
  let due: readonly EsimKey[] = [];
  await byClock({ alerts }, now, (esims) => {
    due = esims;
    return { transitions: [], due: new Map() };
  });
  return due;
}

/** Evaluates all eSIMs by the clock at `now`, so that they are due again at these instants. */
export async function setClockDue(
  { alerts }: Pick<Store, 'alerts'>,
  now: UnixSeconds,
  due: ReadonlyMap<EsimKey, UnixSeconds>,
): Promise<void> {
  await byClock({ alerts }, now, () => ({ transitions: [], due }));
}

async function byClock(
  { alerts }: Pick<Store, 'alerts'>,
  now: UnixSeconds,
  decide: (esims: readonly EsimKey[]) => ClockChanges,
): Promise<void> {
  const page = { now, leftSince: null, addressesOn: null, after: 0, limit: 1_000 };
  await alerts.byClock(page, ({ facts }) => decide(facts.map(({ esim }) => esim)));
}
