import type { RoamifyError } from '@roamwatch/client';
import {
  type Alert,
  type ChangeKind,
  type EsimFacts,
  type EsimKey,
  type Evaluation,
  evaluateEsim,
  evaluateProvider,
  nextByClock,
  quietUntil,
  sentenceOf,
  type UnixSeconds,
} from '@roamwatch/core';
import { announce } from '../deliver/announce.js';
import type { PollContext } from './context.js';
import { isOutage } from './failure.js';
import { addCounts, type Counts, NO_COUNTS } from './summary.js';

const CHUNK = 500;

const RULES_EVALUATED = 'rules.evaluated';

/** What an evaluation changed, and what it foresees. */
export interface Outlook {
  readonly changes: Partial<Counts>;
  /** When the clock alone can next change what it came to. */
  readonly clockDueAt: UnixSeconds;
  /** Until when equal readings need not be evaluated; see `quietUntil`. */
  readonly quietUntil: UnixSeconds | null;
}

/**
 * Gives what evaluates every rule for one of these eSIMs and stores what follows, the outlook excepted. It must run
 * inside the transaction that stored the facts.
 */
export function evaluator(ctx: PollContext, esims: readonly EsimKey[]): (facts: EsimFacts) => Outlook {
  const now = ctx.now();
  const context = {
    now,
    providerDown: isProviderDown(ctx),
    polled: ctx.config.poll.statuses,
  };
  const alerts = alertsByEsim(ctx, esims);
  return (facts) => {
    const evaluations = evaluateEsim(ctx.config.rules, facts, alerts.get(facts.esim) ?? [], context);
    const changes = evaluations.map((evaluation) => storeEvaluation(ctx, facts, evaluation, now));
    return {
      changes: addCounts(...changes),
      clockDueAt: nextByClock(evaluations, now),
      quietUntil: quietUntil(ctx.config.rules, facts, evaluations, now),
    };
  };
}

/** Rules that run by the clock, for eSIMs whose next step has come without a reading. */
export function evaluateByClock(ctx: PollContext): Counts {
  lookAtAllWhenRulesChanged(ctx);
  const keys = ctx.store.fleet.dueByClock(ctx.now());
  let changes = NO_COUNTS;
  for (let from = 0; from < keys.length; from += CHUNK) {
    const esims = keys.slice(from, from + CHUNK);
    changes = addCounts(changes, ...ctx.store.transaction(() => evaluateWithoutReading(ctx, esims)));
  }
  return changes;
}

function evaluateWithoutReading(ctx: PollContext, esims: readonly EsimKey[]): readonly Partial<Counts>[] {
  const evaluate = evaluator(ctx, esims);
  const outlooks = ctx.store.fleet
    .facts(esims, ctx.now())
    .map((facts) => [facts.esim, evaluate(heardBefore(facts))] as const);
  ctx.store.fleet.setClockDue(new Map(outlooks.map(([esim, { clockDueAt }]) => [esim, clockDueAt])));
  return outlooks.map(([, { changes }]) => changes);
}

/** Nothing was asked: figures that a clock put back makes look new are not. */
function heardBefore(facts: EsimFacts): EsimFacts {
  return { ...facts, fresh: false };
}

/** Rules that changed can bear on eSIMs for which the old ones foresaw nothing. */
export function lookAtAllWhenRulesChanged({ store, config }: PollContext): void {
  const rules = JSON.stringify(config.rules);
  if (store.settings.get(RULES_EVALUATED) === rules) return;
  store.transaction(() => {
    store.fleet.forgetClock();
    store.settings.set(RULES_EVALUATED, rules);
  });
}

/** One alert about the provider instead of one per eSIM. */
export function evaluateProviderAlert(ctx: PollContext, failure: RoamifyError | null): Partial<Counts> {
  if (failure !== null && !isOutage(failure)) return NO_COUNTS;
  const kind = failure === null ? 'ok' : failure.refused ? 'refused' : 'unreachable';
  const failuresRunning = failure === null ? 0 : ctx.store.cycles.failuresRunning() + 1;
  return ctx.store.transaction(() => {
    const { message: detail = '', httpStatus = null } = failure ?? {};
    const outcome = { kind, failuresRunning, detail, httpStatus } as const;
    const evaluation = evaluateProvider(outcome, ctx.store.alerts.aboutProvider(), ctx.now());
    return evaluation ? storeEvaluation(ctx, null, evaluation, ctx.now()) : NO_COUNTS;
  });
}

function alertsByEsim(ctx: PollContext, esims: readonly EsimKey[]): ReadonlyMap<EsimKey, Alert[]> {
  const byEsim = new Map<EsimKey, Alert[]>();
  for (const alert of ctx.store.alerts.ofEsims(esims)) {
    if (alert.esim === null) continue;
    const list = byEsim.get(alert.esim);
    if (list) list.push(alert);
    else byEsim.set(alert.esim, [alert]);
  }
  return byEsim;
}

/** Stores one decision and, where people may hear of it, its news: both or neither. */
function storeEvaluation(
  ctx: PollContext,
  facts: EsimFacts | null,
  evaluation: Evaluation,
  now: UnixSeconds,
): Partial<Counts> {
  if (evaluation.decision.kind === 'leave') return NO_COUNTS;
  const subject = { esim: facts?.esim ?? null, epoch: evaluation.epoch };
  const change = ctx.store.alerts.apply(subject, evaluation, now);
  if (!change) return NO_COUNTS;
  ctx.log.info(
    {
      event: 'alert',
      change: change.change,
      severity: change.severity,
      rule: evaluation.rule,
      iccid: facts?.iccid ?? null,
    },
    sentenceOf(evaluation.decision.reason, { now, zone: ctx.config.timeZone }),
  );
  announce(ctx, facts, evaluation, change, now);
  return counted(change.change);
}

function counted(change: ChangeKind): Partial<Counts> {
  switch (change) {
    case 'opened':
      return { alertsOpened: 1 };
    case 'escalated':
      return { alertsEscalated: 1 };
    case 'resolved':
      return { alertsResolved: 1 };
    default:
      return NO_COUNTS;
  }
}

function isProviderDown(ctx: PollContext): boolean {
  return ctx.store.alerts.aboutProvider()?.state === 'open';
}
