import { monthText } from '../../schema/day.js';
import type { ClosingHistory } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import { closings } from './closed-months.js';

export function closingHistory(connection: Connection): () => ClosingHistory {
  const closed = closings(connection);
  const select = connection.prepare((db) => db.selectFrom('closing_event').selectAll().orderBy('id'));
  return () => ({
    closings: closed(),
    events: select.all({}).map(({ period, at, action, comment, actor }) => ({
      month: monthText(period),
      at,
      action,
      comment,
      actor,
    })),
  });
}
