import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { HandledMessage, PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { rowsOf } from './query.js';
import { subjectsOf } from './subjects.js';

interface Row extends Pick<Selectable<MessageTable>, 'seq' | 'kind' | 'receiver' | 'recipient'> {
  readonly at: number;
  readonly actor: string | null;
  readonly action: HandledMessage['action'];
}

export function handledMessages(database: Database): PageStore['handledMessages'] {
  return async (limit) => {
    const rows = await rowsOf(
      database,
      sql<Row>`select action.at, actor, action, seq, kind, receiver, recipient from operator_action as action
        join message on message.seq = action.message
        order by action.id desc limit ${limit}`,
    );
    const about = await subjectsOf(
      database,
      rows.map(({ seq }) => seq),
    );
    return rows.map(({ seq, actor, ...row }) => ({ ...row, by: actor, about: about.get(seq) ?? [] }));
  };
}

export function inventoryReplaced(database: Database): PageStore['inventoryReplaced'] {
  return async () => {
    const [row] = await rowsOf(
      database,
      sql<{ at: number; actor: string | null; entries: number | null }>`
        select at, actor, entries from operator_action where action = 'inventory-replaced'
        order by id desc limit 1`,
    );
    return row === undefined ? null : { at: row.at, by: row.actor, entries: row.entries ?? 0 };
  };
}
