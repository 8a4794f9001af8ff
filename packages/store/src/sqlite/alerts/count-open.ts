import { sql } from 'kysely';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';

export function countOpen(connection: Connection): AlertStore['countOpen'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('alert')
      .select(['rule', 'severity', (of) => of.fn.countAll<number>().as('count')])
      .where('state', '=', sql.lit('open'))
      .groupBy(['rule', 'severity'])
      .orderBy('rule')
      .orderBy('severity'),
  );
  return async () => select.all({});
}
