import { canBeJudgedAgain, type EsimFacts, type Reason, reasonNow, type UnixSeconds } from '@roamwatch/core';
import { placeKey } from '@roamwatch/places';
import type { AlertRow } from '@roamwatch/store';
import type { DeliverContext } from './context.js';

/** Why an alert is open, by the last reading: figures that moved since it opened are those that people should see. */
export function currentReason(
  { rules, poll }: Pick<DeliverContext['config'], 'rules' | 'poll'>,
  alert: AlertRow,
  facts: EsimFacts,
  now: UnixSeconds,
): Reason {
  const rule = rules.find(({ name, type }) => name === alert.rule && type === alert.ruleType);
  if (!rule || !canBeJudgedAgain(rule, alert)) return alert.reason;
  return reasonNow(rule, alert, facts, {
    now,
    providerDown: false,
    polled: poll.statuses,
    placeKey,
  });
}
