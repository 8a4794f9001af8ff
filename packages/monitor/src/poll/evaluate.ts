import type { RoamifyError } from '@roamwatch/client';
import {
  type Alert,
  type ChangeKind,
  type EsimFacts,
  type EsimKey,
  type Evaluation,
  evaluateEsim,
  evaluateProvider,
  keyEpoch,
  nextByClock,
  quietUntil,
  type UnixSeconds,
} from '@roamwatch/core';
import type { Context } from '../context.js';
import { announce } from '../deliver/announce.js';
import { isOutage } from './failure.js';
import type { CycleSummary } from './summary.js';

const CHUNK = 500;

const RULES_EVALUATED = 'rules.evaluated';

/** What an evaluation foresees. */
export interface Outlook {
  /** When the clock alone can next change what it came to. */
  readonly clockDueAt: UnixSeconds;
  /** Until when equal readings need not be evaluated; see `quietUntil`. */
  readonly quietUntil: UnixSeconds | null;
}

/**
 * Gives what evaluates every rule for one of these eSIMs and stores what follows, the outlook excepted. It must run
 * inside the transaction that stored the facts.
 */
export function evaluator(
  ctx: Context,
  esims: readonly EsimKey[],
  summary: CycleSummary,
): (facts: EsimFacts) => Outlook {
  const now = ctx.now();
  const context = {
    now,
    providerDown: isProviderDown(ctx),
    zone: ctx.config.timeZone,
    polled: ctx.config.poll.statuses,
  };
  const alerts = alertsByEsim(ctx, esims);
  return (facts) => {
    const evaluations = evaluateEsim(ctx.config.rules, facts, alerts.get(facts.esim) ?? [], context);
    for (const evaluation of evaluations) storeEvaluation(ctx, facts, evaluation, now, summary);
    return {
      clockDueAt: nextByClock(evaluations, now),
      quietUntil: quietUntil(ctx.config.rules, facts, evaluations, now),
    };
  };
}

/** Rules that run by the clock, for eSIMs whose next step has come without a reading. */
export function evaluateByClock(ctx: Context, summary: CycleSummary): void {
  lookAtAllWhenRulesChanged(ctx);
  const keys = ctx.store.fleet.dueByClock(ctx.now());
  for (let from = 0; from < keys.length; from += CHUNK) {
    ctx.store.transaction(() => {
      const esims = keys.slice(from, from + CHUNK);
      const evaluate = evaluator(ctx, esims, summary);
      const fleet = ctx.store.fleet.facts(esims, ctx.now());
      const due = fleet.map((facts) => [facts.esim, evaluate(heardBefore(facts)).clockDueAt] as const);
      ctx.store.fleet.setClockDue(new Map(due));
    });
  }
}

/** Nothing was asked: figures that a clock put back makes look new are not. */
function heardBefore(facts: EsimFacts): EsimFacts {
  return { ...facts, fresh: false };
}

/** Rules that changed can bear on eSIMs for which the old ones foresaw nothing. */
export function lookAtAllWhenRulesChanged({ store, config }: Context): void {
  const rules = JSON.stringify(config.rules);
  if (store.settings.get(RULES_EVALUATED) === rules) return;
  store.transaction(() => {
    store.fleet.forgetClock();
    store.settings.set(RULES_EVALUATED, rules);
  });
}

/** One alert about the provider instead of one per eSIM. */
export function evaluateProviderAlert(
  ctx: Context,
  failure: RoamifyError | null,
  summary: CycleSummary,
): void {
  if (failure !== null && !isOutage(failure)) return;
  const kind = failure === null ? 'ok' : failure.refused ? 'refused' : 'unreachable';
  const failuresRunning = failure === null ? 0 : ctx.store.cycles.failuresRunning() + 1;
  ctx.store.transaction(() => {
    const outcome = { kind, failuresRunning, detail: failure?.message ?? '' } as const;
    const evaluation = evaluateProvider(outcome, ctx.store.alerts.aboutProvider(), ctx.now());
    if (evaluation) storeEvaluation(ctx, null, evaluation, ctx.now(), summary);
  });
}

function alertsByEsim(ctx: Context, esims: readonly EsimKey[]): ReadonlyMap<EsimKey, Alert[]> {
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
  ctx: Context,
  facts: EsimFacts | null,
  evaluation: Evaluation,
  now: UnixSeconds,
  summary: CycleSummary,
): void {
  if (evaluation.decision.kind === 'leave') return;
  const subject = { esim: facts?.esim ?? null, epoch: keyEpoch(evaluation.ruleType, facts?.epoch ?? null) };
  const change = ctx.store.alerts.apply(subject, evaluation, now);
  if (!change) return;
  countChange(summary, change.change);
  ctx.log.info(
    {
      event: 'alert',
      change: change.change,
      severity: change.severity,
      rule: evaluation.rule,
      iccid: facts?.iccid ?? null,
    },
    evaluation.decision.reason,
  );
  announce(ctx, facts, evaluation, change, now);
}

function countChange(summary: CycleSummary, change: ChangeKind): void {
  if (change === 'opened') summary.alertsOpened++;
  if (change === 'escalated') summary.alertsEscalated++;
  if (change === 'resolved') summary.alertsResolved++;
}

function isProviderDown(ctx: Context): boolean {
  return ctx.store.alerts.aboutProvider()?.state === 'open';
}
