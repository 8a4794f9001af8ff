import type { Severity } from '@roamwatch/core';
import { type Selectable, sql } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { PageStore, UndeliveredLine } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { toMessage } from '../outbox/message-rows.js';
import { cursorOf, placeOf } from './cursor.js';
import { rowsOf } from './query.js';

type Subject = UndeliveredLine['about'][number];

export function undelivered(connection: Connection): PageStore['undelivered'] {
  return async (after, limit) => {
    const [part = 0, seq = -1] = placeOf(after) ?? [];
    // As literals, so that each finds its index.
    const found = rowsOf(
      connection,
      sql<Selectable<MessageTable> & { part: number }>`select * from (
          select 0 as part, * from message where state = 'dead'
          union all select 1 as part, * from message where state = 'pending')
        where (part, seq) > (${part}, ${seq}) order by part, seq limit ${limit + 1}`,
    );
    const page = found.slice(0, limit);
    const about = subjectsOf(
      connection,
      page.map((row) => row.seq),
    );
    const last = page.at(-1);
    return {
      rows: page.map((row) => ({ ...toMessage(row), about: about.get(row.seq) ?? [] })),
      next: found.length > limit && last ? cursorOf([last.part, last.seq]) : null,
    };
  };
}

function subjectsOf(
  connection: Connection,
  seqs: readonly number[],
): ReadonlyMap<number, readonly Subject[]> {
  const rows = rowsOf(
    connection,
    sql<{ message: number; alert: number; severity: Severity; name: string | null }>`
      select message, notification.alert, notification.severity, coalesce(
          (select label from inventory where inventory.iccid = esim.iccid order by valid_from desc limit 1),
          esim.iccid, esim.esim_id) as name
      from notification
      join alert on alert.id = notification.alert
      left join esim on esim.id = alert.esim
      where message in (select value from json_each(${JSON.stringify(seqs)}))
      order by notification.severity, notification.id`,
  );
  const subjects = new Map<number, Subject[]>();
  for (const { message, alert, severity, name } of rows) {
    const own = subjects.get(message) ?? [];
    own.push({ alertId: alert, severity, name });
    subjects.set(message, own);
  }
  return subjects;
}
