import { sql } from 'kysely';
import { type Finished, finishQuery, freeQuery, LONGEST_WAIT } from '../../sql/outbox/delivery.js';
import { HEAD_COLUMNS, toHead } from '../../sql/outbox/message-rows.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** A recipient of a receiver. */
const destination = sql<string>`receiver || char(0) || recipient`;

interface Claim {
  now: number;
  latest: number;
  until: number;
  limit: number;
  holder: string;
  /** Destinations that others serve, JSON. */
  served: string;
  /** JSON; null: of all. */
  receivers: string | null;
}

type Delivering = 'claim' | 'markSent' | 'markObsolete' | 'retryAt';

/** Claiming messages, and the outcomes of attempts. */
export function delivering(connection: Connection): Pick<OutboxStore, Delivering> {
  const served = connection.prepare((db, p: Params<Omit<Claim, 'limit' | 'served' | 'receivers'>>) =>
    db
      .selectFrom('message')
      .select(destination.as('destination'))
      .distinct()
      .where('state', '=', sql.lit('pending'))
      .where('lease_until', '>', p.now)
      .where('lease_until', '<=', p.latest)
      .where((is) => is.or([is('lease_until', '!=', p.until), is('lease_holder', '!=', p.holder)])),
  );
  const take = connection.prepare((db, p: Params<Claim>) =>
    db
      .updateTable('message')
      .set({ lease_holder: p.holder, lease_until: p.until, attempts: sql`attempts + 1` })
      .where('seq', 'in', (due) =>
        due
          .selectFrom('message')
          .select('seq')
          .where('state', '=', sql.lit('pending'))
          .where((is) => is.or([is('next_attempt_at', '<=', p.now), is('next_attempt_at', '>', p.latest)]))
          .where((is) =>
            is.or([
              is('lease_until', 'is', null),
              is('lease_until', '<=', p.now),
              is('lease_until', '>', p.latest),
            ]),
          )
          .where((is) =>
            is.or([
              is(p.receivers, 'is', null),
              is('receiver', 'in', sql<string>`(select value from json_each(${p.receivers}))`),
            ]),
          )
          .where(destination, 'not in', sql<string>`(select value from json_each(${p.served}))`)
          .orderBy('seq')
          .limit(p.limit),
      )
      .returning(HEAD_COLUMNS),
  );
  const free = connection.prepare(freeQuery);
  const finish = finishMessage(connection);

  return {
    async claim(now, lease, limit, holder, receivers) {
      const claim = { now, latest: now + LONGEST_WAIT, until: now + lease, holder };
      return connection
        .transaction(() => {
          const others = served.all(claim).map((row) => row.destination);
          const wanted = receivers === undefined ? null : JSON.stringify(receivers);
          return take.all({ ...claim, limit, served: JSON.stringify(others), receivers: wanted });
        })
        .sort((a, b) => a.seq - b.seq)
        .map((row) => ({ ...toHead(row), attempts: row.attempts - 1 }));
    },
    async markSent(id, at, holder) {
      return finish({ id, at, holder, state: 'sent', error: null });
    },
    async markObsolete(id, at, holder) {
      return finish({ id, at, holder, state: 'obsolete', error: null });
    },
    async retryAt(id, at, fault, holder) {
      return free.run({ id, at, error: JSON.stringify(fault), holder }) > 0;
    },
  };
}

/**
 * Gives a pending message its final state. False, and nothing is changed, when it is not held by `holder`. The last error
 * of a message that was sent in the end is kept.
 */
export function finishMessage(connection: Connection): (finished: Finished) => boolean {
  const update = connection.prepare(finishQuery);
  return (finished) => update.run(finished) > 0;
}
