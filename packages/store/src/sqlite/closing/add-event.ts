import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

interface NewEvent {
  period: number;
  at: number;
  action: 'closed' | 'reopened';
  comment: string;
  actor: string | null;
}

export function addClosingEvent(connection: Connection): (event: NewEvent) => void {
  const insert = connection.prepare((db, p: Params<NewEvent>) =>
    db
      .insertInto('closing_event')
      .values({ period: p.period, at: p.at, action: p.action, comment: p.comment, actor: p.actor }),
  );
  return (event) => void insert.run(event);
}
