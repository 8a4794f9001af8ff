import { sql } from 'kysely';
import { toMonth } from '../../schema/day.js';
import { addClosingEventQuery } from '../../sql/closing/add-event.js';
import { StoreError } from '../../store-error.js';
import type { ClosingStore } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import { clearClosedRows } from './clear.js';
import { closingHistory, lockClosings } from './history.js';
import { restorePruned } from './restore.js';

/** In the place of the process that fills a draft: the rows are being removed. */
const REOPENED = 'reopened';

export function reopen(connection: Connection): ClosingStore['reopen'] {
  const event = connection.prepare(addClosingEventQuery);
  const history = closingHistory(connection);
  const restore = restorePruned(connection);
  return async (month, decide) => {
    const period = toMonth(month);
    await restore(period);
    await connection.transaction(async () => {
      await lockClosings(connection);
      const { at, comment } = decide(await history());
      const unsealed = await connection.change(
        sql`update closing set draft = ${REOPENED} where period = ${period} and draft is null`,
      );
      if (unsealed === 0) throw new StoreError('closing', `${month} is not closed`);
      await event.run({ period, at, actor: null, action: 'reopened', comment });
    });
    await clearClosedRows(connection, period);
    await connection.change(sql`delete from closing where period = ${period} and draft = ${REOPENED}`);
  };
}
