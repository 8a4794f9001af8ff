import { addClosingEventQuery, type NewClosingEvent } from '../../sql/closing/add-event.js';
import type { Connection } from '../database/connection.js';

export function addClosingEvent(connection: Connection): (event: NewClosingEvent) => void {
  const insert = connection.prepare(addClosingEventQuery);
  return (event) => void insert.run(event);
}
