import {
  type EarlierReading,
  type EsimFacts,
  type EsimKey,
  historyNeeded,
  nextEpoch,
  type Reading,
  readUsage,
  type UnitsInUse,
} from '@roamwatch/core';
import type { AnswerEvaluated } from '@roamwatch/store';
import { type Answer, type Failed, type Heard, wayOfReading } from './ask-esim.js';
import type { PollContext } from './context.js';
import { type Drift, joinDrift, NO_DRIFT, observeUsage } from './drift/observe.js';
import { evaluator } from './evaluate.js';
import type { StageResult } from './stage.js';
import { addCounts, type Counts } from './summary.js';

/** Why an eSIM counts as failed although it answered. */
const UNREADABLE = 'its figures are missing or cannot be read';

/** An answer's outcome. */
interface Stored {
  /** As they are after it. */
  readonly facts: EsimFacts;
  /** Of an answer that was understood whole. What was set aside is counted each time, so such an answer is read each time. */
  readonly fingerprint: string | null;
  readonly counts: Partial<Counts>;
  readonly drift?: Drift;
}

/**
 * Stores a batch of answers: daily rows, readings, alert transitions and news, all in one transaction, so that
 * a crash leaves either all of an answer and what follows from it, or nothing.
 */
export function commitAnswers(
  ctx: PollContext,
  answers: readonly Answer[],
  units: UnitsInUse,
): Partial<StageResult> {
  const { store } = ctx;
  const unchanged = answers.filter((answer) => answer.kind === 'unchanged');
  const changed = answers.filter((answer) => answer.kind !== 'unchanged');
  return store.transaction(() => {
    store.usage.confirmReadings(new Map(unchanged.map(({ target, at }) => [target.esim, at])));
    const { counts, drift } = storeAndEvaluate(ctx, changed, units);
    return { counts: addCounts(counts, { polled: unchanged.length }), drift };
  });
}

function storeAndEvaluate(
  ctx: PollContext,
  answers: readonly (Heard | Failed)[],
  units: UnitsInUse,
): Pick<StageResult, 'counts' | 'drift'> {
  const { store } = ctx;
  const esims = answers.map(({ target }) => target.esim);
  const before = new Map(store.fleet.facts(esims, ctx.now()).map((facts) => [facts.esim, facts]));
  const readings = readingsNeeded(ctx, esims);
  const evaluate = evaluator(ctx, esims);
  const evaluated: AnswerEvaluated[] = [];
  const counts: Partial<Counts>[] = [];
  const drifts: Drift[] = [];
  for (const answer of answers) {
    const facts = before.get(answer.target.esim);
    if (!facts) continue;
    const earlier = earlierThan(facts.reading, readings.get(facts.esim));
    const outcome =
      answer.kind === 'heard'
        ? storeHeard(ctx, answer, facts, earlier, units)
        : storeFailed(ctx, answer, facts);
    const { clockDueAt, quietUntil, changes } = evaluate(outcome.facts);
    counts.push(outcome.counts, changes);
    if (outcome.drift) drifts.push(outcome.drift);
    evaluated.push({ esim: facts.esim, fingerprint: outcome.fingerprint, clockDueAt, quietUntil });
  }
  store.fleet.rememberAnswers(evaluated);
  return { counts: addCounts(...counts), drift: drifts.reduce(joinDrift, NO_DRIFT) };
}

function storeHeard(
  { store, log, version }: PollContext,
  { target, at, details, history, fingerprint }: Heard,
  facts: EsimFacts,
  earlier: readonly EarlierReading[],
  units: UnitsInUse,
): Stored {
  const read = readUsage(details, { unlimited: target.unlimited, usageCheck: true, units, at });
  const { reading, days } = read;
  const setAside = [...details.rejected, ...read.rejected];
  const drift = observeUsage(details, setAside);
  const written = store.usage.recordDays(target.esim, days, at);
  const counts = {
    dailyRowsNew: written.added,
    dailyRowsChanged: written.changed,
    readingsRejected: setAside.length,
  };
  if (setAside.length > 0) store.rejected.add(target.esim, setAside, at);
  if (history) store.purchases.record(target.esim, history, at);

  if (!reading) {
    store.fleet.recordFailure(target.esim, at, UNREADABLE);
    const samples = setAside
      .filter(({ what }) => what === 'figure')
      .map(({ reason, sample }) => `${reason}: ${sample}`);
    log.warn(
      { event: 'esim-failed', iccid: target.iccid, reason: UNREADABLE },
      [`${target.iccid}: ${UNREADABLE}`, ...samples].join('; '),
    );
    return {
      facts: { ...facts, fresh: false, days, failingSince: facts.failingSince ?? at },
      fingerprint: null,
      counts: { ...counts, failed: 1 },
      drift,
    };
  }
  store.usage.recordReading(target.esim, reading, facts.reading);
  const epoch = nextEpoch(facts.epoch, reading, history ? history.length : null);
  if (epoch !== facts.epoch) store.fleet.saveEpoch(target.esim, epoch);
  const earlierReadings = earlier.filter((one) => one.at >= epoch.startedAt);
  return {
    facts: { ...facts, reading, epoch, days, earlierReadings, fresh: true, failingSince: null },
    fingerprint: setAside.length === 0 ? wayOfReading(version, target, units) + fingerprint : null,
    counts: { ...counts, polled: 1 },
    drift,
  };
}

function storeFailed({ store, log }: PollContext, { target, at, error }: Failed, facts: EsimFacts): Stored {
  store.fleet.recordFailure(target.esim, at, error.reason);
  log.warn({ event: 'esim-failed', iccid: target.iccid, reason: error.reason }, error.message);
  return {
    facts: { ...facts, fresh: false, failingSince: facts.failingSince ?? at },
    fingerprint: null,
    counts: { failed: 1 },
  };
}

const NO_READINGS: ReadonlyMap<number, readonly EarlierReading[]> = new Map();

function readingsNeeded(
  { config, store, now }: PollContext,
  esims: readonly EsimKey[],
): ReadonlyMap<EsimKey, readonly EarlierReading[]> {
  const { readings } = historyNeeded(config.rules);
  return readings === 0 ? NO_READINGS : store.usage.readingsOf(esims, now() - readings);
}

/** The readings kept, and the last good one, which may be among them. */
function earlierThan(last: Reading | null, kept: readonly EarlierReading[] = []): readonly EarlierReading[] {
  return last === null ? kept : [...kept.filter(({ at }) => at < last.at), last];
}
