import type { DeliveryFault, Seconds, UnixSeconds } from '@roamwatch/core';
import type { Channel } from '../channel.js';
import type { Message } from '../message.js';

/** One pending message to one recipient, claimed under a lease by this process. */
export interface OutboxEntry {
  /** Stable id of the message; see `Message.id`. */
  readonly id: string;
  readonly receiver: string;
  readonly recipient: string;
  readonly createdAt: UnixSeconds;
  /** Attempts made before this one. */
  readonly attempts: number;
}

/** The database as the drain needs it. The consumer joins the two. */
export interface Outbox {
  /**
   * Takes up to `limit` due entries under a lease, oldest first. An entry is never held by two processes, and the entries of
   * one destination are held by one claim (of the same `now` and `lease`) at a time, so that they stay in order.
   */
  claim(now: UnixSeconds, lease: Seconds, limit: number): Promise<readonly OutboxEntry[]>;
  /** Extends the claim right before an attempt. False when the entry is final by now, or another process has it. */
  renew(id: string, now: UnixSeconds, lease: Seconds): Promise<boolean>;
  /** The message as it is true now, for a channel; null when nothing in it is true any more. */
  compose(
    entry: OutboxEntry,
    now: UnixSeconds,
    channel: Pick<Channel, 'listAlerts'>,
  ): Promise<Message | null>;
  markSent(id: string, now: UnixSeconds): Promise<void>;
  markObsolete(id: string, now: UnixSeconds): Promise<void>;
  retryAt(id: string, at: UnixSeconds, fault: DeliveryFault): Promise<void>;
  /** Dead-letters it with its last fault, and sees to it that another receiver is notified. */
  markDead(id: string, now: UnixSeconds, fault: DeliveryFault): Promise<void>;
}
