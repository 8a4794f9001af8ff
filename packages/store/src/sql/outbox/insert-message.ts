import type { UnixSeconds } from '@roamwatch/core';
import type { NewMessage } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';

export interface InsertedMessage extends Required<NewMessage> {
  readonly body: string;
  /** Held until `leaseUntil`; null: anybody may claim it. */
  readonly leaseHolder: string | null;
  readonly leaseUntil: UnixSeconds | null;
}

/** Returns no row when there is a message with this id. */
export function insertMessageQuery(db: Queries, p: Params<InsertedMessage>) {
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
      lease_holder: p.leaseHolder,
      lease_until: p.leaseUntil,
    })
    .onConflict((sameId) => sameId.column('id').doNothing())
    .returning('seq');
}
