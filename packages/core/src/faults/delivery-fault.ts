/** Why an attempt to deliver a message failed. It stays data until somebody reads it; it contains no secret. */
export type DeliveryFault =
  | MailFault
  | HookFault
  /** Its receiver is no longer in the configuration. */
  | { readonly kind: 'receiver-removed'; readonly receiver: string }
  | { readonly kind: 'not-an-address' }
  /** The program ended before the attempt. */
  | { readonly kind: 'not-tried' }
  /** A fault of our own. Only the class of the error is kept: its text may contain anything, secrets too. */
  | { readonly kind: 'internal'; readonly doing: 'composing' | 'sending'; readonly error: string }
  /** The last of many, when there is no time left for another attempt. */
  | { readonly kind: 'not-in-time'; readonly last: DeliveryFault }
  /** In words, as earlier versions stored it. */
  | { readonly kind: 'recorded'; readonly text: string };

/** The conversation with the mail server. */
export interface MailFault {
  readonly kind: 'mail';
  readonly problem: MailProblem;
  /** The words of the server, else of the system, in its own language; null: there are none. */
  readonly quote: string | null;
}

/** Why a mail server did not take a message. */
export type MailProblem =
  /** The quote is the code that names what is wrong with it. */
  | 'certificate'
  | 'no-tls'
  | 'no-encryption'
  | 'login-rejected'
  | 'login-required'
  | 'not-found'
  | 'no-answer'
  | 'no-connection'
  | 'connection-closed'
  | 'stopped'
  | 'attachment-unreadable'
  | 'too-large'
  | 'turned-away'
  | 'not-accepted-yet'
  | 'sender-rejected'
  | 'not-passed-on'
  | 'recipient-rejected'
  | 'message-rejected'
  | 'unclear';

/** A request to Slack, Teams or a webhook. */
export interface HookFault {
  readonly kind: 'hook';
  readonly service: 'slack' | 'teams' | 'webhook';
  readonly problem: HookProblem;
  /** The HTTP status; null: there was no answer. */
  readonly status: number | null;
  /** A word of the service's or the system's, such as `no_service` or `ECONNREFUSED`; null: there is none. */
  readonly code: string | null;
}

/** Why a hook (Slack, Teams, webhook) did not take a message. */
export type HookProblem =
  /** The code names what is wrong with it. */
  | 'certificate'
  | 'no-answer'
  | 'stopped'
  | 'unreachable'
  /** 429. */
  | 'slow-down'
  /** 5xx, and what a later attempt can get past. */
  | 'failing'
  | 'redirected'
  | 'denied'
  | 'gone'
  | 'too-large'
  | 'rejected'
  /** The service itself says that this hook or workflow will not work again. */
  | 'hook-ended'
  /** An answer that the service does not give. */
  | 'not-the-service';
