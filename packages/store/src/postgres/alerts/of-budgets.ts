import { sql } from 'kysely';
import { toAlert } from '../../sql/alerts/alert.js';
import { budgetAlertsQuery } from '../../sql/alerts/alerts-of.js';
import { keyList } from '../../sql/database/dialect.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { notifiedBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

/** "RWBU": taken to decide about the alerts of budgets. */
const LOCK = 0x52574255;

export function ofBudgets(connection: Connection): AlertStore['ofBudgets'] {
  const alertsOf = connection.prepare(budgetAlertsQuery);
  const notified = notifiedBefore(connection);
  const write = writeTransitions(connection);
  return (months, now, decide) =>
    connection.transaction(async () => {
      await connection.rows(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
      const alerts = (await alertsOf.all({ months: keyList(months) })).map(toAlert);
      const { transitions, reasons } = decide({ alerts, notifiedBefore: await notified(alerts) });
      const rows = [...reasons].map(([id, reason]) => ({ id, reason: JSON.stringify(reason) }));
      await connection.change(sql`update alert set reason = given.reason
        from ${tableOf('given', rows, { id: 'bigint', reason: 'text' })}
        where alert.id = given.id and alert.state = 'open'`);
      return write(transitions, now);
    });
}
