import type { Severity } from '@roamwatch/core';
import { sql } from 'kysely';
import type { MessageSubject } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { keysIn, rowsOf } from './query.js';

/** The alerts that messages are about, by their `seq`; the worst first. */
export async function subjectsOf(
  database: Database,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, readonly MessageSubject[]>> {
  const rows = await rowsOf(
    database,
    sql<{ message: number; alert: number; severity: Severity; name: string | null }>`
      select message, notification.alert, notification.severity, coalesce(
          (select label from inventory where inventory.iccid = esim.iccid order by valid_from desc limit 1),
          esim.iccid, esim.esim_id, case when alert.rule_type = 'budget' then alert.rule end) as name
      from notification
      join alert on alert.id = notification.alert
      left join esim on esim.id = alert.esim
      where message in ${keysIn(database, seqs)}
      order by notification.severity, notification.id`,
  );
  const subjects = new Map<number, MessageSubject[]>();
  for (const { message, alert, severity, name } of rows) {
    const own = subjects.get(message) ?? [];
    own.push({ alertId: alert, severity, name });
    subjects.set(message, own);
  }
  return subjects;
}
