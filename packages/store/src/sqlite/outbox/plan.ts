import { randomUUID } from 'node:crypto';
import { type Addressee, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { pendingParts } from '../../sql/outbox/parts.js';
import { takeNotificationsQuery } from '../../sql/outbox/plan.js';
import type { Decide } from '../../stores/decide.js';
import type { NotifyBefore, OutboxStore, Planned } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import { patiently } from '../database/retry-when-busy.js';
import type { Params } from '../database/statement.js';
import { discardNotifications } from './discard-notifications.js';
import { insertMessage } from './insert-message.js';
import { pendingNotifications } from './notification-rows.js';
import { notifyBefore } from './notify-before.js';
import { pendingByRecipient } from './pending.js';

/** Holds a message that is still to take notifications. */
const PLANNING = 'planning';

/** Where planning was killed, the message is sent after this with what it has. */
const PLANNED_WITHIN: Seconds = 5 * MINUTE;

/** A part of the notifications of one recipient. */
interface Part {
  readonly to: Addressee;
  readonly ids: readonly number[];
  readonly at: UnixSeconds;
  /** There are others, with which it shares a message. */
  readonly isOneOfSeveral: boolean;
}

/** From pending notifications to messages. A whole fleet's are planned in parts: one long transaction would delay everything else. */
export function planning(connection: Connection): Pick<OutboxStore, 'pending' | 'plan'> {
  const take = connection.prepare(takeNotificationsQuery);
  const held = connection.prepare((db, { seq }: Params<{ seq: number }>) =>
    db
      .selectFrom('message')
      .select('seq')
      .where('seq', '=', seq)
      .where('state', '=', sql.lit('pending'))
      .where('lease_holder', '=', PLANNING),
  );
  const letGo = connection.prepare((db, { seq }: Params<{ seq: number }>) =>
    db
      .updateTable('message')
      .set({ lease_holder: null, lease_until: null })
      .where('seq', '=', seq)
      .where('lease_holder', '=', PLANNING),
  );
  const partsOf = pendingParts(connection);
  const pendingOf = pendingNotifications(connection);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);
  const insert = insertMessage(connection);

  /**
   * @param begun the message that has taken notifications of the parts before; null: none has.
   * @returns the same, or the one begun here.
   */
  function planPart(part: Part, begun: number | null, decide: Decide<NotifyBefore, Planned>): number | null {
    const { to, ids, at, isOneOfSeveral } = part;
    const planned = decide(before(to, pendingOf(ids), at));
    discard(planned.discard, at);
    if (planned.message === null) return begun;
    const { notificationIds, body } = planned.message;
    const isStillHeld = begun !== null && held.get({ seq: begun }) !== undefined;
    const hold = isOneOfSeveral ? { by: PLANNING, until: at + PLANNED_WITHIN } : null;
    const seq = isStillHeld
      ? begun
      : insert({ ...to, id: randomUUID(), kind: 'alerts', createdAt: at, body }, hold);
    take.run({ ids: keyList(notificationIds), seq });
    return seq;
  }

  return {
    pending: pendingByRecipient(connection),

    async plan({ receiver, recipient, ids }, at, decide) {
      const to = { receiver, recipient };
      const parts = await partsOf(ids);
      const isOneOfSeveral = parts.length > 1;
      let message: number | null = null;
      for (const part of parts) {
        const begun: number | null = message;
        message = await patiently(() =>
          connection.transaction(() => planPart({ to, ids: part, at, isOneOfSeveral }, begun, decide)),
        );
        if (isOneOfSeveral) await othersTurn();
      }
      const seq = message;
      if (seq !== null && isOneOfSeveral) await patiently(() => letGo.run({ seq }));
    },
  };
}
