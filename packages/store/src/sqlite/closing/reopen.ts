import { toMonth } from '../../schema/day.js';
import { StoreError } from '../../store-error.js';
import type { ClosingStore } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { addClosingEvent } from './add-event.js';
import { clearClosedRows } from './clear.js';
import { closingHistory } from './history.js';
import { restorePruned } from './restore.js';

/** In the place of the process that fills a draft: the rows are being removed. */
const REOPENED = 'reopened';

export function reopen(connection: Connection): ClosingStore['reopen'] {
  const unseal = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db
      .updateTable('closing')
      .set({ draft: REOPENED })
      .where('period', '=', period)
      .where('draft', 'is', null),
  );
  const remove = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.deleteFrom('closing').where('period', '=', period).where('draft', '=', REOPENED),
  );
  const clear = clearClosedRows(connection);
  const restore = restorePruned(connection);
  const event = addClosingEvent(connection);
  const history = closingHistory(connection);
  return async (month, decide) => {
    const period = toMonth(month);
    await restore(period);
    connection.transaction(() => {
      const { at, comment } = decide(history());
      if (unseal.run({ period }) === 0) throw new StoreError('closing', `${month} is not closed`);
      event({ period, at, actor: null, action: 'reopened', comment });
    });
    await clear(period);
    remove.run({ period });
  };
}
