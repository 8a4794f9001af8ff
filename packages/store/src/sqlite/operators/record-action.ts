import { type OperatorAction, recordActionQuery } from '../../sql/operators/record-action.js';
import type { Connection } from '../database/connection.js';

/** Stores who did something, in the transaction that does it. */
export function recordAction(connection: Connection): (action: OperatorAction) => void {
  const insert = connection.prepare(recordActionQuery);
  return (action) => void insert.run(action);
}
