import { type OperatorAction, recordActionQuery } from '../../sql/operators/record-action.js';
import type { Connection } from '../database/connection.js';

/** Stores the author of an action, in the transaction of the action. */
export function recordAction(connection: Connection): (action: OperatorAction) => void {
  const insert = connection.prepare(recordActionQuery);
  return (action) => void insert.run(action);
}
