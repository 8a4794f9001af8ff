import type { Params, Queries } from '../database/database.js';

export interface NewClosingEvent {
  period: number;
  at: number;
  action: 'closed' | 'reopened';
  comment: string;
  actor: string | null;
}

export function addClosingEventQuery(db: Queries, p: Params<NewClosingEvent>) {
  return db
    .insertInto('closing_event')
    .values({ period: p.period, at: p.at, action: p.action, comment: p.comment, actor: p.actor });
}
