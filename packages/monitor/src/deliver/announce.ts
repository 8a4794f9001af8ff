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
import type { Receiver } from '../settings.js';
import type { DeliverContext as Context } from './context.js';

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
  const routed = receivers
    .filter(({ name }) => names.includes(name))
    .flatMap((receiver) => addresseesOf(ctx, receiver, facts, now));
  const addressees = change.change === 'resolved' ? withWhoHeard(ctx, change, routed) : routed;
  for (const addressee of addressees) ctx.store.outbox.addNews({ ...change, ...addressee, at: now });
  // Without any receiver `check` says so once, instead of the log with every alert.
  if (addressees.length === 0 && receivers.length > 0 && change.change !== 'resolved') {
    ctx.log.warn(
      {
        event: 'reaches-nobody',
        rule: evaluation.rule,
        severity: change.severity,
        iccid: facts?.iccid ?? null,
      },
      'an alert reaches nobody: no route, receiver or address leads from it to anybody',
    );
  }
}

/** One mailbox or hook. */
interface Addressee {
  readonly receiver: string;
  readonly recipient: string;
}

function addresseesOf(
  ctx: Context,
  receiver: Receiver,
  facts: EsimFacts | null,
  now: UnixSeconds,
): readonly Addressee[] {
  const recipients = recipientsOf(ctx, receiver, facts?.esim ?? null, now);
  if (recipients.length === 0 && facts !== null) {
    ctx.log.info(
      { event: 'no-address', receiver: receiver.name, iccid: facts.iccid },
      `the inventory has no address for ${receiver.name} to write to`,
    );
  }
  return recipients.map((recipient) => ({ receiver: receiver.name, recipient }));
}

function isSame(a: Addressee, b: Addressee): boolean {
  return a.receiver === b.receiver && a.recipient === b.recipient;
}

/** False for a receiver or an address that was taken out of the configuration since. */
function isConfigured({ config }: Context, { receiver: name, recipient }: Addressee): boolean {
  const receiver = config.receivers.find((one) => one.name === name);
  if (!receiver) return false;
  return takesFromInventory(receiver) || fixedRecipients(receiver).includes(recipient);
}

/** Whoever was to hear that an alert is open is to hear that it is over, wherever its routes lead by now. */
function withWhoHeard(
  ctx: Context,
  { alertId }: AlertedChange,
  routed: readonly Addressee[],
): readonly Addressee[] {
  const others = ctx.store.outbox
    .addresseesOf(alertId)
    .filter((one) => isConfigured(ctx, one) && !routed.some((known) => isSame(known, one)));
  return [...routed, ...others];
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
  if (!takesFromInventory(receiver)) return fixedRecipients(receiver);
  if (esim === null) return [];
  const address = ctx.store.inventory.emailOf(esim, dateOf(now, ctx.config.timeZone));
  return address === null ? [] : [address];
}

/** The recipients a receiver always has: its addresses, or its hook under the receiver's own name. */
export function fixedRecipients(receiver: Receiver): readonly string[] {
  if (receiver.channel.kind !== 'email') return [receiver.name];
  return receiver.channel.to === 'inventory' ? [] : receiver.channel.to;
}

function takesFromInventory({ channel }: Receiver): boolean {
  return channel.kind === 'email' && channel.to === 'inventory';
}
