import { StoreError } from '../../store-error.js';
import type { NewMessage, OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';

interface MessageColumns extends Omit<NewMessage, 'newsIds' | 'body'> {
  readonly body: string;
}

export function createMessage(connection: Connection): OutboxStore['createMessage'] {
  const free = connection.prepare((db, { ids }: Params<{ ids: string }>) =>
    db
      .selectFrom('news')
      .select((count) => count.fn.countAll<number>().as('news'))
      .where('id', 'in', keysIn(ids))
      .where('message', 'is', null)
      .where('dropped_at', 'is', null),
  );
  const insert = connection.prepare((db, p: Params<MessageColumns>) =>
    db
      .insertInto('message')
      .values({
        id: p.id,
        kind: p.kind,
        receiver: p.receiver,
        recipient: p.recipient,
        created_at: p.createdAt,
        body: p.body,
        state: 'pending',
        attempts: 0,
        next_attempt_at: p.createdAt,
      })
      .onConflict((sameId) => sameId.column('id').doNothing())
      .returning('seq'),
  );
  const take = connection.prepare((db, { ids, seq }: Params<{ ids: string; seq: number }>) =>
    db.updateTable('news').set({ message: seq }).where('id', 'in', keysIn(ids)),
  );

  return ({ newsIds, body, ...message }) =>
    connection.transaction(() => {
      const ids = keyList(newsIds);
      if (free.get({ ids })?.news !== newsIds.length) {
        throw new StoreError(
          'already-told',
          `news of message ${message.id} is in a message already, or dropped`,
        );
      }
      const row = insert.get({ ...message, body: JSON.stringify(body ?? null) });
      if (row === undefined) throw new StoreError('already-told', `message ${message.id} exists already`);
      take.run({ ids, seq: row.seq });
    });
}

export function rewrite(connection: Connection): OutboxStore['rewrite'] {
  const update = connection.prepare((db, p: Params<{ id: string; body: string }>) =>
    db
      .updateTable('message')
      .set({ body: p.body })
      .where('id', '=', p.id)
      .where('state', '=', 'pending')
      .where('attempts', '=', 0),
  );
  return (id, body) => update.run({ id, body: JSON.stringify(body ?? null) }) > 0;
}
