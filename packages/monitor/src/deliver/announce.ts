import {
  type AlertedChange,
  addresseesOf,
  dateOf,
  type EsimFacts,
  type Evaluation,
  type UnixSeconds,
} from '@roamwatch/core';
import type { DeliverContext } from './context.js';

/**
 * Queues a notification of an alert's change for every recipient its routes lead to. Runs in the transaction that
 * changed the alert, so that neither exists without the other.
 */
export function announce(
  ctx: Pick<DeliverContext, 'store' | 'config' | 'log'>,
  facts: EsimFacts | null,
  { rule }: Pick<Evaluation, 'rule'>,
  change: AlertedChange,
  now: UnixSeconds,
): void {
  const { receivers, timeZone } = ctx.config;
  const { outbox, inventory } = ctx.store;
  const { addressees, withoutAddress } = addresseesOf(
    {
      change: change.change,
      severity: change.severity,
      rule,
      facts,
      inventoryAddress: facts === null ? null : inventory.emailOf(facts.esim, dateOf(now, timeZone)),
      notifiedBefore: change.change === 'resolved' ? outbox.addresseesOf(change.alertId) : [],
    },
    ctx.config,
  );
  for (const to of addressees) outbox.addNotification({ ...change, ...to, at: now });
  const iccid = facts?.iccid ?? null;
  for (const receiver of withoutAddress) {
    ctx.log.info(
      { event: 'no-address', receiver, iccid },
      `the inventory has no address for receiver ${receiver}`,
    );
  }
  // Without any receiver `check` reports it once, instead of the log with every alert.
  if (addressees.length === 0 && receivers.length > 0 && change.change !== 'resolved') {
    ctx.log.warn(
      { event: 'reaches-nobody', rule, severity: change.severity, iccid },
      'an alert is not delivered: no route, receiver or address leads from it to a recipient',
    );
  }
}
