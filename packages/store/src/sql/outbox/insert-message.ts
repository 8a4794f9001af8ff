import type { NewMessage } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';

/** Returns no row when there is a message with this id. */
export function insertMessageQuery(db: Queries, p: Params<Required<NewMessage> & { body: string }>) {
  return db
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
    .returning('seq');
}
