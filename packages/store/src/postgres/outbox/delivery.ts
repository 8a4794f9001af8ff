import { sql } from 'kysely';
import { finishQuery, freeQuery, LONGEST_WAIT } from '../../sql/outbox/delivery.js';
import { HEAD_COLUMNS, type HeadRow, toHead } from '../../sql/outbox/message-rows.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/** "RWCM": taken to claim messages. */
const LOCK = 0x5257434d;

type Delivering = 'claim' | 'markSent' | 'markObsolete' | 'retryAt';

/** Claiming messages, and the outcomes of attempts. */
export function delivering(connection: Connection): Pick<OutboxStore, Delivering> {
  const free = connection.prepare(freeQuery);
  const finish = connection.prepare(finishQuery);

  return {
    /** One claim at a time, so that of a recipient's messages none is taken while others of them are. */
    async claim(now, lease, limit, holder, receivers) {
      const latest = now + LONGEST_WAIT;
      const wanted = receivers === undefined ? null : JSON.stringify(receivers);
      const rows = await connection.transaction(async () => {
        await connection.rows(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
        return connection.rows<HeadRow>(sql`
        with served as (
          select distinct receiver, recipient from message where state = 'pending'
            and lease_until > ${now} and lease_until <= ${latest}
            and (lease_until <> ${now + lease} or lease_holder <> ${holder})),
        due as (
          select seq from message where state = 'pending'
            and (next_attempt_at <= ${now} or next_attempt_at > ${latest})
            and (lease_until is null or lease_until <= ${now} or lease_until > ${latest})
            and (${wanted}::text is null
              or receiver in (select value from json_array_elements_text(${wanted}::json)))
            and (receiver, recipient) not in (select receiver, recipient from served)
          order by seq limit ${limit} for update skip locked)
        update message set lease_holder = ${holder}, lease_until = ${now + lease}, attempts = attempts + 1
        from due where message.seq = due.seq returning ${sql.join(HEAD_COLUMNS.map((column) => sql.ref(column)))}`);
      });
      return [...rows]
        .sort((a, b) => a.seq - b.seq)
        .map((row) => ({ ...toHead(row), attempts: row.attempts - 1 }));
    },
    async markSent(id, at, holder) {
      return (await finish.run({ id, at, holder, state: 'sent', error: null })) > 0;
    },
    async markObsolete(id, at, holder) {
      return (await finish.run({ id, at, holder, state: 'obsolete', error: null })) > 0;
    },
    async retryAt(id, at, fault, holder) {
      return (await free.run({ id, at, error: JSON.stringify(fault), holder })) > 0;
    },
  };
}
