import type { Seconds } from '@roamwatch/core';
import type { Message } from './message.js';

/** How one attempt to deliver one message to one recipient ended. Never thrown, always returned. */
export type Delivery =
  | { readonly outcome: 'sent' }
  /** Worth another try: SMTP 4xx, HTTP 429 and 5xx, network. `retryAfter` is what the peer asked for. */
  | { readonly outcome: 'temporary'; readonly error: string; readonly retryAfter: Seconds | null }
  /** Final for this recipient: SMTP 5xx, Slack `no_service`, 404, 410. */
  | { readonly outcome: 'permanent'; readonly error: string };

/** One way to reach people. `email/`, `slack/` and `webhook/` each make one. */
export interface Channel {
  /**
   * Delivers one message to one recipient (an email address; for Slack and webhooks the receiver's own hook).
   * Error texts hold no secret: no hook URL, password or token.
   */
  deliver(message: Message, recipient: string): Promise<Delivery>;
  /** Tries the peer without sending anything, for `check --online`. Resolves to null when all is well. */
  probe(): Promise<string | null>;
  close(): Promise<void>;
}
