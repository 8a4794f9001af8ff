import type { UnixSeconds } from '@roamwatch/core';
import type { OperatorActionTable } from '../../schema/operator-action.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export interface OperatorAction {
  readonly at: UnixSeconds;
  readonly by: string | null;
  readonly action: OperatorActionTable['action'];
  readonly message: number | null;
  readonly entries: number | null;
}

/** Stores who did something, in the transaction that does it. */
export function recordAction(connection: Connection): (action: OperatorAction) => void {
  const insert = connection.prepare((db, p: Params<OperatorAction>) =>
    db.insertInto('operator_action').values({
      at: p.at,
      actor: p.by,
      action: p.action,
      message: p.message,
      entries: p.entries,
    }),
  );
  return (action) => void insert.run(action);
}
