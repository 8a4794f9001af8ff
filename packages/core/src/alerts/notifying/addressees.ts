import type { EsimFacts } from '../../fleet/facts.js';
import type { ChangeKind } from '../alert.js';
import type { EsimMatch } from '../match.js';
import type { Severity } from '../severity.js';
import { type Route, receiversFor } from './route.js';
import { namedBy, subjectOf } from './subject.js';

/** One recipient of one receiver: a mailbox, or the hook of the receiver. Each has its own state of delivery. */
export interface Addressee {
  readonly receiver: string;
  readonly recipient: string;
}

/** The addresses that a receiver sends to. */
export interface ReceiverRecipients {
  readonly name: string;
  /** Addresses; for a hook the name of the receiver. `inventory`: the address that the inventory has for the eSIM. */
  readonly recipients: readonly string[] | 'inventory';
}

/** Recipients by alert, as configured. */
export interface NotifyPolicy {
  readonly receivers: readonly ReceiverRecipients[];
  readonly routes: readonly Route[];
}

/** The fields that determine who is notified of a change of an alert. */
export interface NotifiableChange {
  readonly change: ChangeKind;
  readonly severity: Severity;
  /** Name of the rule. */
  readonly rule: string;
  /** The eSIM it is about, or the conditions of those it is about together; none for the provider. */
  readonly subject:
    | Pick<EsimFacts, 'iccid' | 'status' | 'label' | 'costCentre' | 'project'>
    | { readonly match: EsimMatch };
  /** The address that the inventory has for the eSIM today; null when there is none. */
  readonly inventoryAddress: string | null;
  /** All recipients that a notification of this alert was ever queued for. Used for `resolved` only. */
  readonly notifiedBefore: readonly Addressee[];
}

export interface Addressees {
  /** For each of these a notification is to be queued; each is listed once. */
  readonly addressees: readonly Addressee[];
  /** Receivers that a route chose and that send to the inventory's address, where it has none for this eSIM. */
  readonly withoutAddress: readonly string[];
}

/**
 * Decides which recipients a notification of a change is queued for: the recipients that the routes lead to. A resolved alert also
 * goes to everyone who was to be notified that it is open, even if routes have changed, unless their receiver or
 * address is no longer configured.
 */
export function addresseesOf(change: NotifiableChange, policy: NotifyPolicy): Addressees {
  const chosen = receiversFor(
    routeSubject(change),
    policy.routes,
    policy.receivers.map(({ name }) => name),
  );
  const receivers = policy.receivers.filter(({ name }) => chosen.includes(name));
  const routed = receivers.flatMap((receiver) => toReceiver(receiver, change.inventoryAddress));
  return {
    addressees: change.change === 'resolved' ? [...routed, ...notRouted(change, routed, policy)] : routed,
    withoutAddress:
      'match' in change.subject
        ? []
        : receivers
            .filter((receiver) => toReceiver(receiver, change.inventoryAddress).length === 0)
            .map(({ name }) => name),
  };
}

/** The recipients of a receiver for one eSIM, of which the inventory has this address. */
export function toReceiver(
  receiver: ReceiverRecipients,
  inventoryAddress: string | null,
): readonly Addressee[] {
  const inventory = inventoryAddress === null ? [] : [inventoryAddress];
  const recipients = receiver.recipients === 'inventory' ? inventory : receiver.recipients;
  return recipients.map((recipient) => ({ receiver: receiver.name, recipient }));
}

/** The recipients of all receivers, except the addresses of travellers. */
export function fixedAddressees(receivers: readonly ReceiverRecipients[]): readonly Addressee[] {
  return receivers.flatMap((receiver) => toReceiver(receiver, null));
}

function notRouted(
  { notifiedBefore }: NotifiableChange,
  routed: readonly Addressee[],
  { receivers }: NotifyPolicy,
): readonly Addressee[] {
  return notifiedBefore.filter(
    (one) => isConfigured(one, receivers) && !routed.some((known) => isSame(known, one)),
  );
}

/** False for a receiver or an address that was removed from the configuration since. */
function isConfigured({ receiver, recipient }: Addressee, receivers: NotifyPolicy['receivers']): boolean {
  const recipients = receivers.find(({ name }) => name === receiver)?.recipients ?? [];
  return recipients === 'inventory' || recipients.includes(recipient);
}

function isSame(a: Addressee, b: Addressee): boolean {
  return a.receiver === b.receiver && a.recipient === b.recipient;
}

function routeSubject({ subject, severity, rule }: NotifiableChange) {
  return subjectOf({ ...('match' in subject ? namedBy(subject.match) : subject), severity, rule });
}
