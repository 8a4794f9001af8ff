import { sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';
import { inventoryInForce } from '../inventory/in-force.js';

export function anyReminderQuery(db: Queries, p: Params<Notified>) {
  return remindable(db, p).select('alert.id').limit(1);
}

/** With the address that the inventory has on a day. */
export function remindersQuery(db: Queries, p: Params<Notified & { on: number }>) {
  return remindable(db, p)
    .leftJoin('esim', 'esim.id', 'alert.esim')
    .leftJoin('inventory', (join) => join.on(inventoryInForce(p.on)))
    .select(['alert.id as alertId', 'last.notified_at as notifiedAt', 'inventory.email as inventoryAddress'])
    .orderBy('alert.opened_at')
    .orderBy('alert.id');
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
