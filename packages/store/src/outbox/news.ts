import type { Selectable } from 'kysely';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import type { NewsTable } from '../schema/outbox.js';
import type { NewNews, News, OutboxStore } from './outbox-store.js';

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

export function standingNewsOf(connection: Connection): OutboxStore['standingNewsOf'] {
  const select = connection.prepare((db, { messageId }: Params<{ messageId: string }>) =>
    db
      .selectFrom('news')
      .innerJoin('message', 'message.seq', 'news.message')
      .selectAll('news')
      .where('message.id', '=', messageId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('news as later')
              .innerJoin('message as way', 'way.seq', 'later.message')
              .select('later.id')
              .whereRef('later.alert', '=', 'news.alert')
              .whereRef('later.receiver', '=', 'news.receiver')
              .whereRef('later.recipient', '=', 'news.recipient')
              .whereRef('later.id', '>', 'news.id')
              .where('way.state', 'in', ['pending', 'sent']),
          ),
        ),
      )
      .orderBy('news.id'),
  );
  return (messageId) => select.all({ messageId }).map(toNews);
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
