import { sql } from 'kysely';
import { toDay } from '../../schema/day.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { addNotification } from './add-notification.js';

export function reminding(connection: Connection): Pick<OutboxStore, 'remind'> {
  const anyDue = connection.prepare((db, p: Params<Notified>) =>
    remindable(db, p).select('alert.id').limit(1),
  );
  const candidates = connection.prepare((db, p: Params<Notified & { on: number }>) =>
    remindable(db, p)
      .leftJoin('esim', 'esim.id', 'alert.esim')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(p.on)))
      .select([
        'alert.id as alertId',
        'last.notified_at as notifiedAt',
        'inventory.email as inventoryAddress',
      ])
      .orderBy('alert.opened_at')
      .orderBy('alert.id'),
  );
  const add = addNotification(connection);

  return {
    async remind(receiver, { due, along, on }, decide) {
      connection.transaction(() => {
        if (anyDue.get({ receiver, notifiedBefore: due }) === undefined) return;
        const rows = candidates.all({ receiver, notifiedBefore: along, on: toDay(on) });
        const open = { state: 'open', severity: 'critical', acknowledgedAt: null } as const;
        for (const notification of decide(rows.map((row) => ({ ...open, ...row })))) add(notification);
      });
    },
  };
}

interface Notified {
  receiver: string;
  notifiedBefore: number;
}

/**
 * Open criticals, not acknowledged, of which a receiver was last notified as criticals before then, and of which nothing is
 * pending for it. Where routes lead the critical elsewhere, the receiver that got the warning alone is not reminded.
 */
function remindable(db: Queries, { receiver, notifiedBefore }: Params<Notified>) {
  return db
    .selectFrom('alert')
    .innerJoin(
      (notified) =>
        notified
          .selectFrom('notification')
          .innerJoin('message', 'message.seq', 'notification.message')
          .select((of) => ['notification.alert', of.fn.max('finished_at').$notNull().as('notified_at')])
          .where('notification.receiver', '=', receiver)
          .where('notification.severity', '=', 'critical')
          .where('notification.change', '!=', 'resolved')
          .where('message.state', 'in', ['sent', 'dead'])
          .groupBy('notification.alert')
          .as('last'),
      (join) => join.onRef('last.alert', '=', 'alert.id'),
    )
    .where('last.notified_at', '<', notifiedBefore)
    .where('alert.state', '=', sql.lit('open'))
    .where('alert.severity', '=', 'critical')
    .where('alert.acknowledged_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notification')
            .leftJoin('message', 'message.seq', 'notification.message')
            .select('notification.id')
            .whereRef('notification.alert', '=', 'alert.id')
            .where('notification.receiver', '=', receiver)
            .where('notification.discarded_at', 'is', null)
            .where((on) =>
              on.or([on('notification.message', 'is', null), on('message.state', '=', 'pending')]),
            ),
        ),
      ),
    );
}
