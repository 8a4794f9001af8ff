import type { Seconds } from '@roamwatch/core';
import type { Message } from './message.js';

/** How one attempt to deliver one message to one recipient ended. Never thrown, always returned. */
export type Delivery = Sent | Temporary | Permanent;

export interface Sent {
  readonly outcome: 'sent';
}

/** What went wrong, and what to do about it. */
export interface Problem {
  /** "the mail server rejected the recipient (550 5.1.1 no such user)". */
  readonly error: string;
  /** "check the address"; empty where there is nothing to do but wait. */
  readonly advice: string;
}

/** Both on one line, as the outbox keeps it. */
export function inOneLine({ error, advice }: Problem): string {
  return advice === '' ? error : `${error}: ${advice}`;
}

/** Worth another try: SMTP 4xx, HTTP 429 and 5xx, network, a fault of our own set-up. */
export interface Temporary extends Problem {
  readonly outcome: 'temporary';
  /** What the peer requested. */
  readonly retryAfter: Seconds | null;
  /**
   * `channel` when no other message would get through either (no connection, refused login, rate limit): then
   * the rest is postponed too, instead of hammering the peer. Otherwise the failure is this message's own.
   */
  readonly affects: 'message' | 'channel';
}

/** Final for this recipient: SMTP 5xx, Slack `no_service`, 404, 410. */
export interface Permanent extends Problem {
  readonly outcome: 'permanent';
}

/** One way to reach people. Each folder of a channel makes one. */
export interface Channel {
  /**
   * Delivers one message to one recipient (an email address; for Slack and webhooks the receiver's own hook).
   * Error texts contain no secret: no hook URL, password or token. When `signal` is aborted the attempt is abandoned, and counts as
   * a temporary failure.
   */
  deliver(message: Message, recipient: string, signal?: AbortSignal): Promise<Delivery>;
  /** Tries the peer without sending anything, for `check --online`. Resolves to null when all is well. */
  probe(): Promise<Problem | null>;
  close(): Promise<void>;
}

export const SENT: Sent = { outcome: 'sent' };

export function temporary(
  { error, advice }: Problem,
  affects: Temporary['affects'],
  retryAfter: Seconds | null = null,
): Temporary {
  return { outcome: 'temporary', error, advice, retryAfter, affects };
}

export function permanent({ error, advice }: Problem): Permanent {
  return { outcome: 'permanent', error, advice };
}
