import { type Selectable, sql } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import { toMessage } from '../../sql/outbox/message-rows.js';
import type { PageStore } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { cursorOf, placeOf } from './cursor.js';
import { rowsOf } from './query.js';
import { subjectsOf } from './subjects.js';

export function undelivered(connection: Connection): PageStore['undelivered'] {
  return async (after, limit) => {
    const [part = 0, seq = -1] = placeOf(after) ?? [];
    // As literals, so that each finds its index.
    const found = rowsOf(
      connection,
      sql<Selectable<MessageTable> & { part: number }>`select * from (
          select 0 as part, * from message where state = 'dead'
          union all select 1 as part, * from message where state = 'pending')
        where (part, seq) > (${part}, ${seq}) order by part, seq limit ${limit + 1}`,
    );
    const page = found.slice(0, limit);
    const about = subjectsOf(
      connection,
      page.map((row) => row.seq),
    );
    const last = page.at(-1);
    return {
      rows: page.map((row) => ({ ...toMessage(row), about: about.get(row.seq) ?? [] })),
      next: found.length > limit && last ? cursorOf([last.part, last.seq]) : null,
    };
  };
}
