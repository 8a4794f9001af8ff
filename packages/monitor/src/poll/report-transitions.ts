import { type ChangeKind, sentenceOf } from '@roamwatch/core';
import type { StoredTransition } from '@roamwatch/store';
import type { Counts } from '../ports/cycle-result.js';
import type { PollContext } from './context.js';
import { addCounts, NO_COUNTS } from './counts.js';

/** Logs changes of alerts that were stored, and counts them. */
export function reportTransitions(
  ctx: PollContext,
  transitions: readonly StoredTransition[],
): Partial<Counts> {
  for (const transition of transitions) logTransition(ctx, transition);
  return transitions.length === 0
    ? NO_COUNTS
    : addCounts(...transitions.map(({ notification }) => (notification ? counted(notification.change) : {})));
}

function logTransition({ log, config, now }: PollContext, transition: StoredTransition): void {
  const { alertId, iccid, evaluation, notification } = transition;
  if (notification === null) return;
  const { change, severity, addressees, withoutAddress } = notification;
  const { rule } = evaluation;
  const reason = sentenceOf(evaluation.decision.reason, { now: now(), zone: config.timeZone });
  log.info({ event: 'alert', alert: alertId, change, severity, rule, iccid }, reason);
  for (const receiver of withoutAddress) {
    log.info(
      { event: 'no-address', receiver, iccid },
      `the inventory has no address for receiver ${receiver}`,
    );
  }
  // Without any receiver `check` reports it once, instead of the log with every alert.
  if (addressees.length === 0 && config.receivers.length > 0 && change !== 'resolved') {
    log.warn(
      { event: 'reaches-nobody', alert: alertId, rule, severity, iccid },
      'nobody is notified of an alert: no route, receiver or address leads to anybody',
    );
  }
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
