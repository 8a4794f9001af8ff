import type { RoamifyError } from '@roamwatch/client';
import { decideByClock, decideProviderAlert, type ProviderOutcome, polledSince } from '@roamwatch/core';
import type { Counts } from '../ports/cycle-result.js';
import { alertPolicyOf, inventoryDay } from './alert-policy.js';
import type { PollContext } from './context.js';
import { addCounts, NO_COUNTS } from './counts.js';
import { isOutage } from './failure.js';
import { reportTransitions } from './report-transitions.js';
import { rememberWatch, watchNow } from './watch.js';

/** eSIMs evaluated in one transaction. */
const PAGE = 500;

export interface EvaluatedByClock {
  readonly counts: Counts;
  /** The alerts that changed, by id. */
  readonly alerts: ReadonlySet<number>;
}

/**
 * Evaluates the rules that go by the clock, for eSIMs whose next instant has come without a reading.
 *
 * @param isPolled whether the provider was polled right before, or could not be.
 */
export async function evaluateByClock(ctx: PollContext, isPolled = false): Promise<EvaluatedByClock> {
  await ctx.store.alerts.useRules(ctx.config.rules);
  const now = ctx.now();
  const watch = isPolled ? polledSince(await watchNow(ctx)) : await watchNow(ctx);
  const { downtime } = watch;
  const policy = { ...alertPolicyOf(ctx.config), downtime };
  const addressesOn = inventoryDay(ctx.config, now);
  const alerts = new Set<number>();
  let counts = NO_COUNTS;
  let after: number | null = 0;
  while (after !== null) {
    const page = { now, leftSince: downtime?.from ?? null, addressesOn, after, limit: PAGE };
    const { last, transitions } = await ctx.store.alerts.byClock(page, (before) =>
      decideByClock(before, policy, now),
    );
    counts = addCounts(counts, reportTransitions(ctx, transitions));
    for (const { alertId } of transitions) alerts.add(alertId);
    after = last;
  }
  await rememberWatch(ctx, watch);
  return { counts, alerts };
}

/** One alert about the provider instead of one per eSIM. */
export async function evaluateProviderAlert(
  ctx: PollContext,
  failure: RoamifyError | null,
): Promise<Partial<Counts>> {
  if (failure !== null && !isOutage(failure)) return NO_COUNTS;
  const kind = failure === null ? 'ok' : failure.refused ? 'refused' : 'unreachable';
  const { message: detail = '', httpStatus = null } = failure ?? {};
  const outcome = { kind, detail, httpStatus, ...refusedAnswer(failure) } as const;
  const policy = alertPolicyOf(ctx.config);
  const now = ctx.now();
  const transition = await ctx.store.alerts.ofProvider(now, (before) =>
    decideProviderAlert(outcome, before, policy, now),
  );
  return transition ? reportTransitions(ctx, [transition]) : NO_COUNTS;
}

/** An answer that was refused for what it is, not for an error that it reports. */
function refusedAnswer(failure: RoamifyError | null): Pick<ProviderOutcome, 'answer'> {
  if (failure?.reason !== 'unreadable') return {};
  return { answer: failure.tooLarge ? 'too-large' : 'unreadable' };
}
