import { sql } from 'kysely';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Database } from '../database/database.js';

export function countOpen(database: Database): AlertStore['countOpen'] {
  const select = database.prepare((db) =>
    db
      .selectFrom('alert')
      .select(['rule', 'severity', (of) => of.fn.countAll<number>().as('count')])
      .where('state', '=', sql.lit('open'))
      .groupBy(['rule', 'severity'])
      .orderBy('rule')
      .orderBy('severity'),
  );
  return async () => await select.all({});
}
