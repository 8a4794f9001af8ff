import { addEventQuery, type NewEvent } from '../../sql/alerts/add-event.js';
import type { Connection } from '../database/connection.js';

export function addEvent(connection: Connection): (event: NewEvent) => void {
  const insert = connection.prepare(addEventQuery);
  return (event) => void insert.run({ ...event, reason: JSON.stringify(event.reason) });
}
