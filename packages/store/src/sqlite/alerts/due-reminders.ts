import type { UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { dayOf } from '../../schema/day.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { alertRows, toAlertRow } from './rows.js';

export function dueReminders(connection: Connection, now: () => UnixSeconds): AlertStore['dueReminders'] {
  const select = connection.prepare(
    (db, { receiver, toldBefore, on }: Params<{ receiver: string; toldBefore: number; on: number }>) =>
      alertRows(db, on)
        .where('alert.state', '=', sql.lit('open'))
        .where('alert.severity', '=', 'critical')
        .where('alert.acknowledged_at', 'is', null)
        .where('alert.id', 'in', (told) =>
          told
            .selectFrom('news')
            .innerJoin('message', 'message.seq', 'news.message')
            .select('news.alert')
            .where('news.receiver', '=', receiver)
            .where('news.severity', '=', 'critical')
            .where('news.change', '!=', 'resolved')
            .where('message.state', 'in', ['sent', 'dead'])
            .groupBy('news.alert')
            .having((last) => last.fn.max('finished_at'), '<', toldBefore),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('news')
                .leftJoin('message', 'message.seq', 'news.message')
                .select('news.id')
                .whereRef('news.alert', '=', 'alert.id')
                .where('news.receiver', '=', receiver)
                .where('news.dropped_at', 'is', null)
                .where((way) =>
                  way.or([way('news.message', 'is', null), way('message.state', '=', 'pending')]),
                ),
            ),
          ),
        )
        .orderBy('alert.opened_at')
        .orderBy('alert.id'),
  );
  return (receiver, toldBefore) => select.all({ receiver, toldBefore, on: dayOf(now()) }).map(toAlertRow);
}
