import type { DeliveryFault, Seconds } from '@roamwatch/core';
import type { AlertItem, AlertsMessage, Message } from './message.js';

/** How one attempt to deliver one message to one recipient ended. Never thrown, always returned. */
export type Delivery = Sent | Temporary | Permanent;

/** The peer has taken the message. */
export interface Sent {
  readonly outcome: 'sent';
}

/** Worth another try: SMTP 4xx, HTTP 429 and 5xx, network, a fault of our own set-up. */
export interface Temporary {
  readonly outcome: 'temporary';
  readonly fault: DeliveryFault;
  /** The request of the peer. */
  readonly retryAfter: Seconds | null;
  /**
   * `channel` when no other message would get through either (no connection, refused login, rate limit): then
   * the rest is postponed too, instead of hammering the peer. Otherwise the failure is this message's own.
   */
  readonly affects: 'message' | 'channel';
}

/** Final for this recipient: SMTP 5xx, Slack `no_service`, 404, 410. */
export interface Permanent {
  readonly outcome: 'permanent';
  readonly fault: DeliveryFault;
}

/** Gives how a message lists each of its alerts; null: it does not. */
export type ListAlerts = (message: ListingMessage) => ((item: AlertItem) => string) | null;

export type ListingMessage = Pick<AlertsMessage, 'asOf' | 'timeZone' | 'audience'>;

/** One way to reach people. Each folder of a channel makes one. */
export interface Channel {
  /** Of a channel whose messages contain every alert; `AlertsMessage.entries` are made of it. Left out: it shows the worst, and counts the others. */
  readonly listAlerts?: ListAlerts;
  /**
   * Delivers one message to one recipient (an email address; for Slack and webhooks the receiver's own hook).
   * Faults contain no secret: no hook URL, password or token. When `signal` is aborted the attempt is abandoned, and counts as
   * a temporary failure.
   */
  deliver(message: Message, recipient: string, signal?: AbortSignal): Promise<Delivery>;
  /** Tries the peer without sending anything, for `check --online`. Resolves to null when all is well. */
  probe(): Promise<DeliveryFault | null>;
  close(): Promise<void>;
}

export const SENT: Sent = { outcome: 'sent' };

export function temporary(
  fault: DeliveryFault,
  affects: Temporary['affects'],
  retryAfter: Seconds | null = null,
): Temporary {
  return { outcome: 'temporary', fault, retryAfter, affects };
}

export function permanent(fault: DeliveryFault): Permanent {
  return { outcome: 'permanent', fault };
}
