import type { NotificationLine } from '@roamwatch/store';
import type { NotifiedRecipient } from '@roamwatch/web';

/** What the state of a notification is called for readers, by what it is called in the outbox. */
export const NOTIFICATION_STATES: Readonly<Record<NotificationLine['state'], NotifiedRecipient['state']>> = {
  waiting: 'waiting',
  suppressed: 'suppressed',
  pending: 'pending',
  sent: 'sent',
  obsolete: 'superseded',
  dead: 'failed',
};
