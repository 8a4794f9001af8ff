import type { NotificationSource } from '@roamwatch/web';
import type { Context } from '../context.js';

/** As many actions of operators as the page shows. */
const HANDLED = 20;

export function notificationSource(current: () => Context): NotificationSource {
  return {
    async notifications(after, limit) {
      const { pages } = current().store;
      const [{ rows, next }, handled] = await Promise.all([
        pages.undelivered(after, limit),
        after === null ? pages.handledMessages(HANDLED) : [],
      ]);
      return {
        next,
        handled,
        rows: rows.map((message) => ({
          id: message.id,
          state: message.state === 'dead' ? 'failed' : 'pending',
          kind: message.kind,
          receiver: message.receiver,
          recipient: message.recipient,
          createdAt: message.createdAt,
          attempts: message.attempts,
          nextAttemptAt: message.state === 'dead' ? null : message.nextAttemptAt,
          lastFault: message.lastFault,
          about: message.about,
        })),
      };
    },
  };
}
