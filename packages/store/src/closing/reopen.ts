import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { toMonth } from '../schema/day.js';
import { StoreError } from '../store-error.js';
import { addClosingEvent } from './add-event.js';
import type { ClosingStore } from './closing-store.js';

const CLOSED_ROWS = ['closed_usage', 'closed_purchase', 'closed_reconciliation', 'closed_party'] as const;

export function reopen(connection: Connection): ClosingStore['reopen'] {
  const removals = [...CLOSED_ROWS, 'closing' as const].map((table) =>
    connection.prepare((db, { period }: Params<{ period: number }>) =>
      db.deleteFrom(table).where('period', '=', period),
    ),
  );
  const find = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closing').select('period').where('period', '=', period),
  );
  const event = addClosingEvent(connection);
  return (month, at, comment) =>
    connection.transaction(() => {
      const period = toMonth(month);
      if (find.get({ period }) === undefined) throw new StoreError('closing', `${month} is not closed`);
      for (const remove of removals) remove.run({ period });
      event({ period, at, action: 'reopened', comment });
    });
}
