import { judge, type RuleType, type UnixSeconds } from '@roamwatch/core';
import type { AlertRow } from '@roamwatch/store';
import type { DeliverContext as Context } from './context.js';

/** Rules that look at nothing but the last figures and the clock, so that they can be judged again at any time. */
const BY_FIGURES_AND_CLOCK: ReadonlySet<RuleType> = new Set([
  'data-low',
  'data-exhausted',
  'expiry',
  'expiry-unused',
  'stale',
]);

/**
 * Why an alert stands, as of now: what was "ends in 3 days" when it opened can be hours by the time it is told. An
 * alert whose rule says something else by now, or nothing, keeps the reason it was stored with.
 */
export function reasonNow(ctx: Pick<Context, 'store' | 'config'>, alert: AlertRow, now: UnixSeconds): string {
  const rule = ctx.config.rules.find(({ name, type }) => name === alert.rule && type === alert.ruleType);
  if (!rule || alert.state === 'resolved' || alert.esim === null || !BY_FIGURES_AND_CLOCK.has(rule.type)) {
    return alert.reason;
  }
  const [facts] = ctx.store.fleet.facts([alert.esim], now);
  if (!facts) return alert.reason;
  const verdict = judge(
    rule,
    { ...facts, fresh: facts.reading !== null },
    { now, providerDown: false, zone: ctx.config.timeZone, polled: ctx.config.poll.statuses },
  );
  return verdict.kind === 'measured' && verdict.step === alert.step ? verdict.reason : alert.reason;
}
