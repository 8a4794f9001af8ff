import type { OutboxStore, Told } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';

interface About {
  alerts: string;
  receiver: string;
  recipient: string;
}

export function earlierMessages(connection: Connection): OutboxStore['earlierMessages'] {
  const select = connection.prepare((db, p: Params<About>) =>
    db
      .selectFrom('news')
      .innerJoin('message', 'message.seq', 'news.message')
      .select('message.id')
      .distinct()
      .where('news.alert', 'in', keysIn(p.alerts))
      .where('news.receiver', '=', p.receiver)
      .where('news.recipient', '=', p.recipient)
      .where('message.state', '=', 'sent')
      .orderBy('message.seq'),
  );
  return (alertIds, receiver, recipient) =>
    select.all({ alerts: keyList(alertIds), receiver, recipient }).map((row) => row.id);
}

export function lastTold(connection: Connection): OutboxStore['lastTold'] {
  const select = connection.prepare((db, p: Params<About>) =>
    db
      .selectFrom('news')
      .innerJoin('message', 'message.seq', 'news.message')
      .select(['news.alert', 'news.change', 'news.severity', 'news.step'])
      .select((sent) => sent.ref('message.finished_at').$notNull().as('at'))
      .where('news.alert', 'in', keysIn(p.alerts))
      .where('news.receiver', '=', p.receiver)
      .where('news.recipient', '=', p.recipient)
      .where('message.state', '=', 'sent')
      .orderBy('news.id'),
  );
  return (receiver, recipient, alertIds) => {
    const told = new Map<number, Told>();
    for (const { alert, ...last } of select.all({ alerts: keyList(alertIds), receiver, recipient })) {
      told.set(alert, { ...last, times: (told.get(alert)?.times ?? 0) + 1 });
    }
    return told;
  };
}
