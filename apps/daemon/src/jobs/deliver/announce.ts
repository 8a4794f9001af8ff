import {
  type AlertedChange,
  dateOf,
  type EsimFacts,
  type EsimKey,
  type Evaluation,
  type RouteSubject,
  receiversFor,
  type UnixSeconds,
} from '@roamwatch/core';
import type { Receiver } from '../../config/config.js';
import type { Context } from '../../context.js';

/**
 * Writes an alert's change as news for every recipient its routes lead to. Runs in the transaction that changed
 * the alert, so that neither exists without the other.
 */
export function announce(
  ctx: Context,
  facts: EsimFacts | null,
  evaluation: Evaluation,
  change: AlertedChange,
  now: UnixSeconds,
): void {
  const { receivers, routes } = ctx.config;
  const names = receiversFor(
    routeSubject(facts, evaluation, change),
    routes,
    receivers.map((receiver) => receiver.name),
  );
  for (const receiver of receivers) {
    if (!names.includes(receiver.name)) continue;
    for (const recipient of recipientsOf(ctx, receiver, facts?.esim ?? null, now)) {
      ctx.store.outbox.addNews({ ...change, receiver: receiver.name, recipient, at: now });
    }
  }
}

function routeSubject(facts: EsimFacts | null, evaluation: Evaluation, change: AlertedChange): RouteSubject {
  return {
    severity: change.severity,
    rule: evaluation.rule,
    iccid: facts?.iccid ?? null,
    status: facts?.status ?? null,
    label: facts?.label ?? null,
    cost_centre: facts?.costCentre ?? null,
    project: facts?.project ?? null,
  };
}

/** Who hears of an eSIM through a receiver: its own recipients, or the eSIM's address from the inventory. */
export function recipientsOf(
  ctx: Context,
  receiver: Receiver,
  esim: EsimKey | null,
  now: UnixSeconds,
): readonly string[] {
  if (receiver.channel.kind !== 'email' || receiver.channel.to !== 'inventory')
    return fixedRecipients(receiver);
  if (esim === null) return [];
  const address = ctx.store.inventory.emailOf(esim, dateOf(now, ctx.config.timeZone));
  return address === null ? [] : [address];
}

/** The recipients a receiver always has: its addresses, or its hook under the receiver's own name. */
export function fixedRecipients(receiver: Receiver): readonly string[] {
  if (receiver.channel.kind !== 'email') return [receiver.name];
  return receiver.channel.to === 'inventory' ? [] : receiver.channel.to;
}
