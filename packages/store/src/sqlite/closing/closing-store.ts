import { monthText } from '../../schema/day.js';
import type { ClosingStore } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import { closings } from './closed-months.js';
import { beginClosing } from './draft.js';
import { reopen } from './reopen.js';

export function createClosingStore(connection: Connection): ClosingStore {
  return {
    begin: beginClosing(connection),
    reopen: reopen(connection),
    closings: closings(connection),
    events: events(connection),
  };
}

function events(connection: Connection): ClosingStore['events'] {
  const select = connection.prepare((db) => db.selectFrom('closing_event').selectAll().orderBy('id'));
  return () =>
    select
      .all({})
      .map(({ period, at, action, comment }) => ({ month: monthText(period), at, action, comment }));
}
