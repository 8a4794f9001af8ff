import type { UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';

export interface ByHand {
  readonly id: string;
  readonly at: UnixSeconds;
}

export function reviveQuery(db: Queries, p: Params<ByHand>) {
  return db
    .updateTable('message')
    .set({
      created_at: sql`case state when 'dead' then ${p.at} else created_at end`,
      attempts: sql`case state when 'dead' then 0 else attempts end`,
      next_attempt_at: p.at,
      state: 'pending',
      finished_at: null,
    })
    .where('id', '=', p.id)
    .where('state', 'in', ['pending', 'dead'])
    .returning('seq');
}

export function giveUpQuery(db: Queries, p: Params<ByHand>) {
  return db
    .updateTable('message')
    .set({ state: 'obsolete', finished_at: p.at })
    .where('id', '=', p.id)
    .where('state', 'in', ['pending', 'dead'])
    .where((is) => is.or([is('lease_until', 'is', null), is('lease_until', '<=', p.at)]))
    .returning('seq');
}
