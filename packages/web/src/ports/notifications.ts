import type { DeliveryFault, Severity, UnixSeconds } from '@roamwatch/core';

export interface NotificationSource {
  notifications(after: string | null, limit: number): Promise<NotificationPage>;
}

export interface NotificationPage {
  /** Failed first, then those pending, the oldest first. */
  readonly rows: readonly NotificationLine[];
  readonly next: string | null;
  /** The newest messages that operators retried or discarded, newest first; on the first page alone. */
  readonly handled: readonly HandledNotification[];
}

export interface HandledNotification {
  readonly at: UnixSeconds;
  /** Null where it was not recorded. */
  readonly by: string | null;
  readonly action: 'retried' | 'discarded';
  readonly kind: NotificationLine['kind'];
  readonly receiver: string;
  readonly recipient: string;
  readonly about: readonly NotificationSubject[];
}

export interface NotificationLine {
  readonly id: string;
  readonly state: 'pending' | 'failed';
  readonly kind: 'alerts' | 'test' | 'notice' | 'report';
  readonly receiver: string;
  /** An address or a channel; viewers never see addresses. */
  readonly recipient: string;
  readonly createdAt: UnixSeconds;
  readonly attempts: number;
  /** Null when it has failed. */
  readonly nextAttemptAt: UnixSeconds | null;
  readonly lastFault: DeliveryFault | null;
  readonly about: readonly NotificationSubject[];
}

export interface NotificationSubject {
  readonly alertId: number;
  readonly severity: Severity;
  /** Null: the provider. */
  readonly name: string | null;
}
