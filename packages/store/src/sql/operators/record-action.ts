import type { UnixSeconds } from '@roamwatch/core';
import type { OperatorActionTable } from '../../schema/operator-action.js';
import type { Params, Queries } from '../database/database.js';

export interface OperatorAction {
  readonly at: UnixSeconds;
  readonly by: string | null;
  readonly action: OperatorActionTable['action'];
  readonly message: number | null;
  readonly entries: number | null;
}

export function recordActionQuery(db: Queries, p: Params<OperatorAction>) {
  return db.insertInto('operator_action').values({
    at: p.at,
    actor: p.by,
    action: p.action,
    message: p.message,
    entries: p.entries,
  });
}
