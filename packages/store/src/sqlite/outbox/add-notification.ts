import type { NewNotification } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { thresholdIn } from './threshold.js';

/** Queues a notification. Its threshold is that of the alert, which the same transaction has just changed. */
export function addNotification(connection: Connection): (notification: NewNotification) => void {
  const insert = connection.prepare((db, p: Params<NewNotification>) =>
    db
      .insertInto('notification')
      .columns(['change', 'alert', 'severity', 'threshold', 'receiver', 'recipient', 'at'])
      .expression((alert) =>
        alert
          .selectFrom('alert')
          .select([p.change.as('change'), 'id', p.severity.as('severity')])
          .select(thresholdIn('notified').as('threshold'))
          .select([p.receiver.as('receiver'), p.recipient.as('recipient'), p.at.as('at')])
          .where('id', '=', p.alertId),
      ),
  );
  return (notification) => void insert.run(notification);
}
