import { namedByReason, type UnixSeconds } from '@roamwatch/core';
import { type InferResult, type RawBuilder, sql } from 'kysely';
import { dayOf } from '../../schema/day.js';
import type { AlertRow, AlertStore } from '../../stores/alert-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { ALERT_COLUMNS, toAlert } from './alert.js';

export function get(database: Database, now: () => UnixSeconds): AlertStore['get'] {
  const select = database.prepare((db, { id, on }: Params<{ id: number; on: number }>) =>
    alertRows(db, on).where('alert.id', '=', id),
  );
  return async (id) => {
    const row = await select.get({ id, on: dayOf(now()) });
    return row === undefined ? null : toAlertRow(row);
  };
}

export function open(database: Database, now: () => UnixSeconds): AlertStore['open'] {
  const select = database.prepare((db, { on }: Params<{ on: number }>) =>
    alertRows(db, on)
      .where('alert.state', '=', sql.lit('open'))
      .orderBy('alert.severity') // "critical" sorts before "warning"
      .orderBy('alert.opened_at')
      .orderBy('alert.id'),
  );
  return async () => (await select.all({ on: dayOf(now()) })).map(toAlertRow);
}

/** Alerts with their eSIM, its inventory entry, and how often they were notified. */
export function alertRows(db: Queries, on: RawBuilder<number>) {
  return db
    .selectFrom('alert')
    .leftJoin('esim', 'esim.id', 'alert.esim')
    .leftJoin('inventory', (join) => join.on(inventoryInForce(on)))
    .select(ALERT_COLUMNS)
    .select(['esim.iccid', 'esim.esim_id', 'esim.status', 'label', 'cost_centre', 'project'])
    .select((query) => [
      query
        .selectFrom('notification')
        .innerJoin('message', 'message.seq', 'notification.message')
        .select((sent) => sent.fn.max<number | null>('finished_at').as('at'))
        .whereRef('notification.alert', '=', 'alert.id')
        .where('message.state', '=', 'sent')
        .as('last_notified_at'),
      sql<number>`coalesce((
        select max(times) from (
          select count(distinct message.seq) as times
          from notification join message on message.seq = notification.message
          where notification.alert = alert.id and message.state = 'sent'
          group by notification.receiver, notification.recipient) as recipient), 0)`.as('times_notified'),
    ]);
}

type Selected = InferResult<ReturnType<typeof alertRows>>[number];

export function toAlertRow(row: Selected): AlertRow {
  const alert = toAlert(row);
  return {
    ...alert,
    esimId: row.esim_id,
    ...(alert.esim === null
      ? namedByReason(alert)
      : {
          iccid: row.iccid,
          label: row.label,
          costCentre: row.cost_centre,
          project: row.project,
          status: row.status,
        }),
    lastNotifiedAt: row.last_notified_at,
    timesNotified: row.times_notified,
  };
}
