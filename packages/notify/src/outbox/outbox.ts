import type { Seconds, UnixSeconds } from '@roamwatch/core';
import type { Message } from '../message.js';

/** One message to one recipient that waits for delivery, claimed under a lease by this process. */
export interface OutboxEntry {
  /** Stable id of the message; see `Message.id`. */
  readonly id: string;
  readonly receiver: string;
  readonly recipient: string;
  readonly createdAt: UnixSeconds;
  /** Attempts made before this one. */
  readonly attempts: number;
}

/** What the drain needs of the database. The store's outbox fits it; the daemon joins the two. */
export interface Outbox {
  /** Takes up to `limit` due entries under a lease, oldest first. An entry is never held by two processes. */
  claim(now: UnixSeconds, lease: Seconds, limit: number): readonly OutboxEntry[];
  /** The message as it is true now; null when nothing of it is true any more (then it is dropped as obsolete). */
  compose(entry: OutboxEntry, now: UnixSeconds): Promise<Message | null>;
  markSent(id: string, now: UnixSeconds): void;
  markObsolete(id: string, now: UnixSeconds): void;
  retryAt(id: string, at: UnixSeconds, error: string): void;
  /** Given up: state `dead` with its last error. The caller tells another receiver. */
  markDead(id: string, now: UnixSeconds, error: string): void;
}
