import { type Selectable, sql } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { toMessage } from '../outbox/message-rows.js';
import { cursorOf, placeOf } from './cursor.js';
import { rowsOf } from './query.js';
import { subjectsOf } from './subjects.js';

export function undelivered(database: Database): PageStore['undelivered'] {
  return async (after, limit) => {
    const [part = 0, seq = -1] = placeOf(after) ?? [];
    // As literals, so that each finds its index.
    const found = await rowsOf(
      database,
      sql<Selectable<MessageTable> & { part: number }>`select * from (
          select 0 as part, * from message where state = 'dead'
          union all select 1 as part, * from message where state = 'pending') as waiting
        where (part, seq) > (${part}, ${seq}) order by part, seq limit ${limit + 1}`,
    );
    const page = found.slice(0, limit);
    const about = await subjectsOf(
      database,
      page.map((row) => row.seq),
    );
    const last = page.at(-1);
    return {
      rows: page.map((row) => ({ ...toMessage(row), about: about.get(row.seq) ?? [] })),
      next: found.length > limit && last ? cursorOf([last.part, last.seq]) : null,
    };
  };
}
