import type {
  Addressee,
  CalendarDate,
  ChangeKind,
  DeliveryFault,
  Discarded,
  Seconds,
  Severity,
  UnixSeconds,
} from '@roamwatch/core';
import type { AlertRow } from './alert-store.js';
import type { Decide } from './decide.js';
import type { Silence } from './silence-store.js';

/**
 * A notification is pending here until it is grouped into a message; a message is pending here until it is delivered. A
 * notification is written in the transaction that changes the alert, so that neither exists without the other.
 */
export interface OutboxStore {
  /** The pending notifications by recipient, the one with the oldest first. */
  pending(): Promise<readonly PendingNotifications[]>;
  /**
   * Discards pending notifications of one recipient, and makes one message of others. Many are decided on in parts, those
   * about one alert in the same; nobody can claim the message before it has taken those of all parts.
   */
  plan(pending: PendingNotifications, at: UnixSeconds, decide: Decide<NotifyBefore, Planned>): Promise<void>;
  /** The notifications of a message, in parts that delay nothing else for long; those about one eSIM are in the same. */
  partsOf(messageId: string): Promise<readonly MessagePart[]>;
  /**
   * Looks again at notifications of a pending message, right before an attempt: takes some out, to be pending again or
   * discarded, and gives the rest the severity and the threshold that their alerts have by now. Changes nothing of a message
   * that is final, and returns what `decide` returned; null when there is no such message.
   */
  reconsider<Changes extends Reconsidered>(
    part: MessagePart,
    at: UnixSeconds,
    decide: Decide<MessageBefore, Changes>,
  ): Promise<Changes | null>;
  /**
   * Queues notifications about open criticals of which a receiver was last notified some time ago. Nothing is loaded
   * unless one is due.
   */
  remind(
    receiver: string,
    when: ReminderTimes,
    decide: Decide<readonly ReminderCandidate[], readonly NewNotification[]>,
  ): Promise<void>;

  /**
   * Queues messages without notifications, due at once, all or none. Returns their ids.
   *
   * @throws StoreError `already-queued` when an id was used before.
   */
  queue(messages: readonly NewMessage[]): Promise<readonly string[]>;
  message(id: string): Promise<StoredMessage | null>;
  /** The notifications a message is made of. */
  notificationsOf(messageId: string): Promise<readonly Notification[]>;
  /** Pending and dead-lettered messages, oldest first. */
  undelivered(): Promise<readonly MessageHead[]>;
  /** Ids of messages sent earlier to this recipient about any of these alerts, oldest first. */
  earlierMessages(alertIds: readonly number[], to: Addressee): Promise<readonly string[]>;
  counts(): Promise<OutboxCounts>;
  /** When the next pending message is due or its lease ends; null when none is pending. */
  nextDueAt(): Promise<UnixSeconds | null>;

  /**
   * Takes due messages under a lease, oldest first: each is held by one holder. `attempts` counts those before this
   * one. A lease that has ended is free again: its holder died. Of a recipient one of whose messages is held by another claim
   * (another holder, or one whose lease ends at another instant) nothing is taken, so that messages arrive in order.
   *
   * @param receivers whose messages are taken; left out: those of all.
   */
  claim(
    now: UnixSeconds,
    lease: Seconds,
    limit: number,
    holder: string,
    receivers?: readonly string[],
  ): Promise<readonly MessageHead[]>;
  /** Extends a claim right before an attempt. False when the message is final by now or held by another: then it must not be sent. */
  renewClaim(id: string, now: UnixSeconds, lease: Seconds, holder: string): Promise<boolean>;
  /** Frees what others have claimed of these receivers' messages. For a caller that knows that they are gone. */
  freeClaimsOfOthers(receivers: readonly string[], holder: string): Promise<number>;
  /** The receivers of which a message is due, claimed or not. */
  receiversDue(now: UnixSeconds): Promise<readonly string[]>;
  /**
   * Stores the outcome of an attempt. False, and nothing is changed, when the message is final already or held by
   * another: its lease ended, and somebody else is sending it.
   */
  markSent(id: string, at: UnixSeconds, holder: string): Promise<boolean>;
  /** Nothing in the message is true any more. As `markSent`. */
  markObsolete(id: string, at: UnixSeconds, holder: string): Promise<boolean>;
  /** Frees the lease, and keeps the message from being claimed before `at`. As `markSent`. */
  retryAt(id: string, at: UnixSeconds, fault: DeliveryFault, holder: string): Promise<boolean>;
  /** Dead-letters a message, and queues or extends the notices about it. As `markSent`; null instead of false. */
  deadLetter<Changes extends DeadLettered>(
    failed: {
      readonly id: string;
      readonly at: UnixSeconds;
      readonly fault: DeliveryFault;
      readonly holder: string;
    },
    decide: Decide<DeadLetterBefore, Changes>,
  ): Promise<Changes | null>;

  /**
   * Makes a message due at once. A dead-lettered one counts as written at `at`, so that it is retried for as long as a
   * new one. False when there is no such message, or it is final otherwise. `by` is stored.
   */
  retry(id: string, at: UnixSeconds, by?: string): Promise<boolean>;
  /**
   * Discards a pending or dead-lettered message. False when it is final otherwise, or being sent at this moment. `by` is
   * stored.
   */
  discard(id: string, at: UnixSeconds, by?: string): Promise<boolean>;
}

/** A change of an alert of which somebody is to be notified. */
export interface NewNotification extends Addressee {
  readonly change: ChangeKind;
  readonly alertId: number;
  readonly severity: Severity;
  readonly at: UnixSeconds;
}

/** A queued notification. Messages are composed of several. */
export interface Notification extends NewNotification {
  readonly id: number;
  /**
   * The alert's threshold when the notification was queued, or when the message with it was last composed; see
   * `thresholdKey`.
   */
  readonly threshold: string | null;
}

/** The newest notification of an alert that was sent to a recipient. */
export interface LastNotification {
  readonly change: ChangeKind;
  readonly severity: Severity;
  /** See `thresholdKey`. */
  readonly threshold: string | null;
  /** When the message was sent. */
  readonly at: UnixSeconds;
  /** Messages sent about the alert so far. */
  readonly times: number;
}

/** The notifications pending for one recipient. */
export interface PendingNotifications extends Addressee {
  /** Oldest first. */
  readonly ids: readonly number[];
}

/** The fields that determine whether notifications, all for one recipient, are sent now. */
export interface NotifyBefore {
  /** Oldest first. */
  readonly notifications: readonly Notification[];
  /** The alerts they are about, by id. */
  readonly alerts: ReadonlyMap<number, AlertRow>;
  /** The last notifications of these alerts to this recipient, by id; an alert without one is missing. */
  readonly sent: ReadonlyMap<number, LastNotification>;
  /** Active silences. */
  readonly silences: readonly Silence[];
}

/** What becomes of the pending notifications of one recipient. */
export interface Planned {
  readonly discard: readonly Discarded[];
  /** Null: what is not discarded stays pending. */
  readonly message: { readonly notificationIds: readonly number[]; readonly body: unknown } | null;
}

/** Some of the notifications of a message. */
export interface MessagePart {
  readonly messageId: string;
  readonly notificationIds: readonly number[];
}

/** A message that is about to be sent, with what its recipient would be told now. */
export interface MessageBefore extends NotifyBefore {
  readonly message: StoredMessage;
}

/** What a message leaves out, because it no longer holds when it is sent. */
export interface Reconsidered {
  readonly discard: readonly Discarded[];
  /** Pending again, for another message. */
  readonly hold: readonly { readonly id: number }[];
}

/** The instants by which reminders are chosen. */
export interface ReminderTimes {
  /** A reminder is due for an alert notified before. */
  readonly due: UnixSeconds;
  /** Loaded are, when one is due, the alerts notified before. */
  readonly along: UnixSeconds;
  /** The day of which the inventory's addresses are. */
  readonly on: CalendarDate;
}

/** An open critical that is not acknowledged, and of which no notification or message is pending for the receiver. */
export interface ReminderCandidate {
  readonly alertId: number;
  readonly state: 'open';
  readonly severity: 'critical';
  readonly acknowledgedAt: null;
  /** When a message about it to the receiver was last sent or dead-lettered. */
  readonly notifiedAt: UnixSeconds;
  /** The address the inventory has for its eSIM; null when there is none. */
  readonly inventoryAddress: string | null;
}

/** What is stored when a message is given up. */
export interface DeadLetterBefore {
  /** As it is now: dead-lettered. */
  readonly message: StoredMessage;
  readonly notifications: readonly Notification[];
  /** The alerts they are about, by id. */
  readonly alerts: ReadonlyMap<number, AlertRow>;
  /** Pending notices that no attempt was made to send, oldest first. */
  readonly notices: readonly StoredMessage[];
}

/** Notices that tell the other receivers of a message that was given up. */
export interface DeadLettered {
  /** New bodies for some of `notices`. */
  readonly rewrite: readonly { readonly id: string; readonly body: unknown }[];
  readonly queue: readonly NewMessage[];
}

/** A message to be sent to one recipient. */
export interface NewMessage extends Addressee {
  /** Left out: a new one. */
  readonly id?: string;
  readonly kind: 'alerts' | 'test' | 'notice' | 'report';
  readonly createdAt: UnixSeconds;
  /** The data for composing the message; for `alerts` only flags. JSON. */
  readonly body: unknown;
}

/** A message without its body. */
export interface MessageHead extends Omit<Required<NewMessage>, 'body'> {
  readonly state: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly attempts: number;
  readonly nextAttemptAt: UnixSeconds;
  /** Why the last attempt failed; null: none did. */
  readonly lastFault: DeliveryFault | null;
  readonly sentAt: UnixSeconds | null;
}

export interface StoredMessage extends MessageHead, Pick<NewMessage, 'body'> {}

/** How many messages wait to be sent, and how many were given up. */
export interface OutboxCounts {
  readonly pending: number;
  /** Dead-lettered messages. */
  readonly dead: number;
  readonly oldestPendingAt: UnixSeconds | null;
}
