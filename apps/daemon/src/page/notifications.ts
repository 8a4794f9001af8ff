import type { NotificationSource } from '@roamwatch/web';
import type { Context } from '../context.js';

export function notificationSource(current: () => Context): NotificationSource {
  return {
    async notifications(after, limit) {
      const { rows, next } = await current().store.pages.undelivered(after, limit);
      return {
        next,
        rows: rows.map((message) => ({
          id: message.id,
          state: message.state === 'dead' ? 'failed' : 'pending',
          kind: message.kind,
          receiver: message.receiver,
          recipient: message.recipient,
          createdAt: message.createdAt,
          attempts: message.attempts,
          nextAttemptAt: message.state === 'dead' ? null : message.nextAttemptAt,
          lastError: message.lastError,
          about: message.about.map((subject) => ({ ...subject, name: subject.name ?? 'provider' })),
        })),
      };
    },
  };
}
