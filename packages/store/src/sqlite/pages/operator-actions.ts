import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { HandledMessage, PageStore } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { rowsOf } from './query.js';
import { subjectsOf } from './subjects.js';

interface Row extends Pick<Selectable<MessageTable>, 'seq' | 'kind' | 'receiver' | 'recipient'> {
  readonly at: number;
  readonly actor: string | null;
  readonly action: HandledMessage['action'];
}

export function handledMessages(connection: Connection): PageStore['handledMessages'] {
  return async (limit) => {
    const rows = rowsOf(
      connection,
      sql<Row>`select action.at, actor, action, seq, kind, receiver, recipient from operator_action as action
        join message on message.seq = action.message
        order by action.id desc limit ${limit}`,
    );
    const about = subjectsOf(
      connection,
      rows.map(({ seq }) => seq),
    );
    return rows.map(({ seq, actor, ...row }) => ({ ...row, by: actor, about: about.get(seq) ?? [] }));
  };
}

export function inventoryReplaced(connection: Connection): PageStore['inventoryReplaced'] {
  return async () => {
    const [row] = rowsOf(
      connection,
      sql<{ at: number; actor: string | null; entries: number | null }>`
        select at, actor, entries from operator_action where action = 'inventory-replaced'
        order by id desc limit 1`,
    );
    return row === undefined ? null : { at: row.at, by: row.actor, entries: row.entries ?? 0 };
  };
}
