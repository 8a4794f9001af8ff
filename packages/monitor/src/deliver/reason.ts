import { canBeJudgedAgain, type Reason, reasonNow, type UnixSeconds } from '@roamwatch/core';
import { placeKey } from '@roamwatch/places';
import type { AlertRow } from '@roamwatch/store';
import type { DeliverContext } from './context.js';

/** Why an alert is open, by the last reading: figures that moved since it opened are those that people should see. */
export async function currentReason(
  ctx: Pick<DeliverContext, 'store' | 'config'>,
  alert: AlertRow,
  now: UnixSeconds,
): Promise<Reason> {
  const rule = ctx.config.rules.find(({ name, type }) => name === alert.rule && type === alert.ruleType);
  if (!rule || alert.esim === null || !canBeJudgedAgain(rule, alert)) return alert.reason;
  const [facts] = await ctx.store.fleet.facts([alert.esim], now);
  if (!facts) return alert.reason;
  return reasonNow(rule, alert, facts, {
    now,
    providerDown: false,
    polled: ctx.config.poll.statuses,
    placeKey,
  });
}
