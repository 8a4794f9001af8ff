import type { ChangeKind, Seconds, Severity, UnixSeconds } from '@roamwatch/core';

/**
 * News waits here until it is grouped into a message; a message waits here until it is delivered. News is
 * written in the transaction that changes the alert, so neither exists without the other.
 */
export interface OutboxStore {
  addNews(news: NewNews): void;
  /** News not yet part of a message, oldest first. */
  waitingNews(): readonly News[];
  /**
   * Groups news into one message to one recipient, due at once; fails if any of it is in a message already, was
   * dropped, or if the id was used before.
   *
   * @throws StoreError `already-told`, with nothing written.
   */
  createMessage(message: NewMessage): void;
  /** Puts another body into a message of which no attempt was made; false when there is none such. */
  rewrite(id: string, body: unknown): boolean;
  /** Marks news as not to be told, with the reason ("resolved before it was told"). */
  dropNews(ids: readonly number[], at: UnixSeconds, reason: string): void;
  newsOf(messageId: string): readonly News[];
  /** Everybody for whom there was ever news of an alert, told or not. */
  addresseesOf(alertId: number): readonly Pick<News, 'receiver' | 'recipient'>[];
  /** Takes news out of a message that is still pending: it waits again, to be told by another one or dropped. */
  takeOut(messageId: string, ids: readonly number[]): void;
  /** Gives the news of a pending message the severity and the step that their alerts have by now. */
  updateNews(messageId: string): void;
  message(id: string): StoredMessage | null;
  /**
   * Takes due messages under a lease by a conditional update, oldest first. `attempts` counts those before this
   * one. A lease that lapsed is free again: its holder died.
   */
  claim(now: UnixSeconds, lease: Seconds, limit: number, holder: string): readonly StoredMessage[];
  /**
   * Gives back what was claimed and not reported on, and returns how many messages that were. For whoever has just
   * become the only one to work on the database: the one before died.
   */
  freeClaims(): number;
  /** `sent`, `obsolete` and `dead` are final: whatever is reported of a message afterwards changes nothing. */
  markSent(id: string, now: UnixSeconds): void;
  markObsolete(id: string, now: UnixSeconds): void;
  retryAt(id: string, at: UnixSeconds, error: string): void;
  markDead(id: string, now: UnixSeconds, error: string): void;
  /** Ids of messages sent earlier to this recipient about any of these alerts, oldest first. */
  earlierMessages(alertIds: readonly number[], receiver: string, recipient: string): readonly string[];
  /**
   * What this recipient was last told of each of these alerts, told meaning that the message was sent. Alerts it
   * heard nothing of are missing.
   */
  lastTold(receiver: string, recipient: string, alertIds: readonly number[]): ReadonlyMap<number, Told>;
  counts(): { readonly pending: number; readonly dead: number; readonly oldestPendingAt: UnixSeconds | null };
  /** When the next pending message is due or its lease lapses; null when none waits. */
  nextDueAt(): UnixSeconds | null;
  /** Messages that wait and those given up, oldest first. */
  undelivered(): readonly StoredMessage[];
  /**
   * Makes a message due at once; one that was given up counts as written at `at`, so that it is tried for as long
   * as a new one. False when there is no such message, or it is final otherwise.
   */
  revive(id: string, at: UnixSeconds): boolean;
  /** Gives up for good what waits or was given up. False when it is final otherwise, or being sent at this moment. */
  discard(id: string, at: UnixSeconds): boolean;
}

export interface NewNews {
  readonly change: ChangeKind;
  readonly alertId: number;
  readonly severity: Severity;
  readonly receiver: string;
  readonly recipient: string;
  readonly at: UnixSeconds;
}

export interface News extends NewNews {
  readonly id: number;
  /** The alert's step when the news was added, or when the message that tells it was last composed. */
  readonly step: number;
}

/** What a recipient knows of an alert: the newest news about it that was sent. */
export interface Told {
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly step: number;
  /** When the message was sent. */
  readonly at: UnixSeconds;
  /** Messages sent about it so far. */
  readonly times: number;
}

export interface NewMessage {
  readonly id: string;
  readonly kind: 'alerts' | 'test' | 'notice' | 'report';
  readonly receiver: string;
  readonly recipient: string;
  readonly createdAt: UnixSeconds;
  readonly newsIds: readonly number[];
  /** What the kinds other than `alerts` need to be composed again; for `alerts` only flags. JSON. */
  readonly body: unknown;
}

export interface StoredMessage extends Omit<NewMessage, 'newsIds'> {
  readonly state: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly attempts: number;
  readonly nextAttemptAt: UnixSeconds;
  readonly lastError: string | null;
  readonly sentAt: UnixSeconds | null;
}
