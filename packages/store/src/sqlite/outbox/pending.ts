import type { Addressee } from '@roamwatch/core';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';

const NOTIFICATIONS_A_PAGE = 2_000;

/** Reads the ids of all pending notifications, by recipient. */
export function pendingByRecipient(connection: Connection): OutboxStore['pending'] {
  const page = connection.prepare((db, p: Params<{ after: number; limit: number }>) =>
    db
      .selectFrom('notification')
      .select(['id', 'receiver', 'recipient'])
      .where('message', 'is', null)
      .where('discarded_at', 'is', null)
      .where('id', '>', p.after)
      .orderBy('id')
      .limit(p.limit),
  );
  return async () => {
    const byRecipient = new Map<string, Addressee & { readonly ids: number[] }>();
    for (let after = 0; ; ) {
      const rows = page.all({ after, limit: NOTIFICATIONS_A_PAGE });
      for (const { id, receiver, recipient } of rows) {
        const key = JSON.stringify([receiver, recipient]);
        const known = byRecipient.get(key);
        if (known) known.ids.push(id);
        else byRecipient.set(key, { receiver, recipient, ids: [id] });
        after = id;
      }
      if (rows.length < NOTIFICATIONS_A_PAGE) return [...byRecipient.values()];
      await othersTurn();
    }
  };
}
