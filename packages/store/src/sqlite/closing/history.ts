import { closingEventsQuery, closingsQuery, toHistory } from '../../sql/closing/history.js';
import type { ClosingHistory } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';

export function closingHistory(connection: Connection): () => ClosingHistory {
  const closings = connection.prepare(closingsQuery);
  const events = connection.prepare(closingEventsQuery);
  return () => toHistory(closings.all({}), events.all({}));
}
