import {
  DAY,
  type EarlierReading,
  type EsimFacts,
  nextEpoch,
  type Reading,
  readUsage,
  type UnitsInUse,
} from '@roamwatch/core';
import type { AnswerEvaluated } from '@roamwatch/store';
import type { Context } from '../context.js';
import { type Answer, type Failed, type Heard, wayOfReading } from './ask-esim.js';
import type { DriftWatch } from './drift.js';
import { evaluator } from './evaluate.js';
import type { CycleSummary } from './summary.js';

/** Why an eSIM counts as failed although it answered. */
const UNREADABLE = 'its figures are missing or cannot be read';

/** What a batch is read by, and counted in. */
export interface Ledger {
  readonly units: UnitsInUse;
  readonly summary: CycleSummary;
  readonly drift: DriftWatch;
}

/** An answer's outcome. */
interface Stored {
  /** As they are after it. */
  readonly facts: EsimFacts;
  /** Of an answer that was understood whole. What was set aside is counted each time, so such an answer is read each time. */
  readonly fingerprint: string | null;
}

/**
 * Stores a batch of answers: daily rows, readings, alert transitions and news, all in one transaction, so that
 * a crash leaves either all of an answer and what follows from it, or nothing.
 */
export function commitAnswers(ctx: Context, answers: readonly Answer[], ledger: Ledger): void {
  const { store } = ctx;
  const unchanged = answers.filter((answer) => answer.kind === 'unchanged');
  const toldAnew = answers.filter((answer) => answer.kind !== 'unchanged');
  store.transaction(() => {
    store.usage.confirmReadings(new Map(unchanged.map(({ target, at }) => [target.esim, at])));
    ledger.summary.polled += unchanged.length;
    storeAndEvaluate(ctx, toldAnew, ledger);
  });
}

function storeAndEvaluate(ctx: Context, answers: readonly (Heard | Failed)[], ledger: Ledger): void {
  const { store } = ctx;
  const esims = answers.map(({ target }) => target.esim);
  const before = new Map(store.fleet.facts(esims, ctx.now()).map((facts) => [facts.esim, facts]));
  const readings = needsReadings(ctx) ? store.usage.readingsOf(esims, ctx.now() - DAY) : NO_READINGS;
  const evaluate = evaluator(ctx, esims, ledger.summary);
  const evaluated: AnswerEvaluated[] = [];
  for (const answer of answers) {
    const facts = before.get(answer.target.esim);
    if (!facts) continue;
    const earlier = earlierThan(facts.reading, readings.get(facts.esim));
    const outcome =
      answer.kind === 'heard'
        ? storeHeard(ctx, answer, facts, earlier, ledger)
        : storeFailed(ctx, answer, facts, ledger.summary);
    const { clockDueAt, quietUntil } = evaluate(outcome.facts);
    evaluated.push({ esim: facts.esim, fingerprint: outcome.fingerprint, clockDueAt, quietUntil });
  }
  store.fleet.rememberAnswers(evaluated);
}

function storeHeard(
  { store, log, version }: Context,
  { target, at, details, history, fingerprint }: Heard,
  facts: EsimFacts,
  earlier: readonly EarlierReading[],
  { units, summary, drift }: Ledger,
): Stored {
  const read = readUsage(details, { unlimited: target.unlimited, usageCheck: true, units, at });
  const { reading, days } = read;
  const setAside = [...details.rejected, ...read.rejected];
  drift.heard(details, setAside);
  const written = store.usage.recordDays(target.esim, days, at);
  summary.dailyRowsNew += written.added;
  summary.dailyRowsChanged += written.changed;
  summary.readingsRejected += setAside.length;
  if (setAside.length > 0) store.rejected.add(target.esim, setAside, at);
  if (history) store.purchases.record(target.esim, history, at);

  if (!reading) {
    summary.failed++;
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
    };
  }
  summary.polled++;
  store.usage.recordReading(target.esim, reading, facts.reading);
  const epoch = nextEpoch(facts.epoch, reading, history ? history.length : null);
  if (epoch !== facts.epoch) store.fleet.saveEpoch(target.esim, epoch);
  const earlierReadings = earlier.filter((one) => one.at >= epoch.startedAt);
  return {
    facts: { ...facts, reading, epoch, days, earlierReadings, fresh: true, failingSince: null },
    fingerprint: setAside.length === 0 ? wayOfReading(version, target, units) + fingerprint : null,
  };
}

function storeFailed(
  ctx: Context,
  { target, at, error }: Failed,
  facts: EsimFacts,
  summary: CycleSummary,
): Stored {
  summary.failed++;
  ctx.store.fleet.recordFailure(target.esim, at, error.reason);
  ctx.log.warn({ event: 'esim-failed', iccid: target.iccid, reason: error.reason }, error.message);
  return { facts: { ...facts, fresh: false, failingSince: facts.failingSince ?? at }, fingerprint: null };
}

const NO_READINGS: ReadonlyMap<number, readonly EarlierReading[]> = new Map();

/** Only the forecast looks at earlier readings, and no further back than a day. */
function needsReadings(ctx: Context): boolean {
  return ctx.config.rules.some((rule) => rule.type === 'data-forecast');
}

/** The readings kept, and the last good one, which may be among them. */
function earlierThan(last: Reading | null, kept: readonly EarlierReading[] = []): readonly EarlierReading[] {
  return last === null ? kept : [...kept.filter(({ at }) => at < last.at), last];
}
