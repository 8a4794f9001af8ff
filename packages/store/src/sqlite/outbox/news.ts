import { type ExpressionBuilder, type RawBuilder, type Selectable, sql } from 'kysely';
import type { NewsTable } from '../../schema/outbox.js';
import type { Schema } from '../../schema/schema.js';
import type { NewNews, News, OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';

/** The step is taken from the alert, which this very transaction has just changed. */
export function addNews(connection: Connection): OutboxStore['addNews'] {
  const insert = connection.prepare((db, p: Params<NewNews>) =>
    db
      .insertInto('news')
      .columns(['change', 'alert', 'severity', 'step', 'receiver', 'recipient', 'at'])
      .expression((alert) =>
        alert
          .selectFrom('alert')
          .select([p.change.as('change'), 'id', p.severity.as('severity'), 'step'])
          .select([p.receiver.as('receiver'), p.recipient.as('recipient'), p.at.as('at')])
          .where('id', '=', p.alertId),
      ),
  );
  return (news) => void insert.run(news);
}

export function waitingNews(connection: Connection): OutboxStore['waitingNews'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('news')
      .selectAll()
      .where('message', 'is', null)
      .where('dropped_at', 'is', null)
      .orderBy('id'),
  );
  return () => select.all({}).map(toNews);
}

export function dropNews(connection: Connection): OutboxStore['dropNews'] {
  const update = connection.prepare((db, p: Params<{ ids: string; at: number; reason: string }>) =>
    db
      .updateTable('news')
      .set({ dropped_at: p.at, drop_reason: p.reason })
      .where('id', 'in', keysIn(p.ids))
      .where('message', 'is', null)
      .where('dropped_at', 'is', null),
  );
  return (ids, at, reason) => void update.run({ ids: keyList(ids), at, reason });
}

export function newsOf(connection: Connection): OutboxStore['newsOf'] {
  const select = connection.prepare((db, { messageId }: Params<{ messageId: string }>) =>
    db
      .selectFrom('news')
      .innerJoin('message', 'message.seq', 'news.message')
      .selectAll('news')
      .where('message.id', '=', messageId)
      .orderBy('news.id'),
  );
  return (messageId) => select.all({ messageId }).map(toNews);
}

export function addresseesOf(connection: Connection): OutboxStore['addresseesOf'] {
  const select = connection.prepare((db, { alertId }: Params<{ alertId: number }>) =>
    db
      .selectFrom('news')
      .select(['receiver', 'recipient'])
      .distinct()
      .where('alert', '=', alertId)
      .orderBy('receiver')
      .orderBy('recipient'),
  );
  return (alertId) => select.all({ alertId });
}

export function takeOut(connection: Connection): OutboxStore['takeOut'] {
  const update = connection.prepare((db, { ids, messageId }: Params<{ ids: string; messageId: string }>) =>
    db
      .updateTable('news')
      .set({ message: null })
      .where('id', 'in', keysIn(ids))
      .where('message', '=', (pending) => pendingMessage(pending, messageId)),
  );
  return (messageId, ids) => void (ids.length > 0 && update.run({ ids: keyList(ids), messageId }));
}

export function updateNews(connection: Connection): OutboxStore['updateNews'] {
  const update = connection.prepare((db, { messageId }: Params<{ messageId: string }>) =>
    db
      .updateTable('news')
      .from('alert')
      .set((column) => ({ severity: column.ref('alert.severity'), step: column.ref('alert.step') }))
      .whereRef('alert.id', '=', 'news.alert')
      .where('news.message', '=', (pending) => pendingMessage(pending, messageId)),
  );
  return (messageId) => void update.run({ messageId });
}

function pendingMessage(db: ExpressionBuilder<Schema, 'news'>, messageId: RawBuilder<string>) {
  return db
    .selectFrom('message')
    .select('seq')
    .where('message.id', '=', messageId)
    .where('state', '=', sql.lit('pending'));
}

function toNews(row: Selectable<NewsTable>): News {
  return {
    id: row.id,
    change: row.change,
    alertId: row.alert,
    severity: row.severity,
    step: row.step,
    receiver: row.receiver,
    recipient: row.recipient,
    at: row.at,
  };
}
