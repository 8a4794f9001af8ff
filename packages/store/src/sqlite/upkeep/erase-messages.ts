import type { DiscardReason } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

type Text = Params<{ text: string }>;
type Address = Params<{ address: string; at: number }>;

const ERASED = '(erased)';

/** Erases from messages and notifications, notices and silences. */
interface MessageEraser {
  /** An address from messages and notifications, and a name and an address from notices and silences. */
  person(label: string | null, email: string | null, at: number): void;
  /** The stored texts that mention this text: bodies of messages that ended, comments. */
  mentionsOf(text: string): void;
}

export function eraseMessages(connection: Connection): MessageEraser {
  const ends = connection.prepare((db, { address, at }: Address) =>
    db
      .updateTable('message')
      .set({ state: 'obsolete', finished_at: at })
      .where('recipient', '=', address)
      .where('state', '=', 'pending'),
  );
  const discards = connection.prepare((db, { address, at }: Address) =>
    db
      .updateTable('notification')
      .set({ discarded_at: at, discard_reason: 'recipient-erased' satisfies DiscardReason })
      .where('recipient', '=', address)
      .where('message', 'is', null)
      .where('discarded_at', 'is', null),
  );
  const addresses = [
    connection.prepare((db, { text }: Text) =>
      db.updateTable('message').set({ recipient: ERASED }).where('recipient', '=', text),
    ),
    connection.prepare((db, { text }: Text) =>
      db.updateTable('notification').set({ recipient: ERASED }).where('recipient', '=', text),
    ),
  ];
  const mentions = [
    connection.prepare((db, { text }: Text) =>
      db
        .updateTable('message')
        .set({ body: 'null', last_error: null })
        .where('state', '<>', 'pending')
        .where(sql<number>`instr(body, ${text}) + instr(coalesce(last_error, ''), ${text})`, '>', 0),
    ),
    connection.prepare((db, { text }: Text) =>
      db
        .deleteFrom('silence')
        .where(sql<number>`instr(',' || matcher || ',', ',label=' || ${text} || ',')`, '>', 0),
    ),
    connection.prepare((db, { text }: Text) =>
      db.updateTable('silence').set({ comment: '' }).where(sql<number>`instr(comment, ${text})`, '>', 0),
    ),
  ];
  function mentionsOf(text: string): void {
    for (const statement of mentions) statement.run({ text });
  }
  return {
    mentionsOf,
    person(label, email, at) {
      if (email) {
        ends.run({ address: email, at });
        discards.run({ address: email, at });
        for (const statement of addresses) statement.run({ text: email });
      }
      for (const text of [label, email]) if (text) mentionsOf(text);
    },
  };
}
