import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Database, Params } from '../database/database.js';
import { keyList } from '../database/dialect.js';

/** Notifications that are decided on in one go: few enough that reading their alerts delays nothing else. */
const NOTIFICATIONS_A_PART = 150;

/** Of each notification only a number or two is read here. */
const NOTIFICATIONS_A_PAGE = 2_000;

interface Keyed {
  readonly id: number;
  /** Those with the same are in the same part. */
  readonly key: number;
}

/** The ids of these notifications, still pending or not, in parts; those about one alert are in the same. */
export function pendingParts(
  database: Database,
): (ids: readonly number[]) => Promise<readonly (readonly number[])[]> {
  const alertsOf = database.prepare((db, { ids }: Params<{ ids: string }>, { keysIn }) =>
    db.selectFrom('notification').select(['id', 'alert as key']).where('id', 'in', keysIn(ids)),
  );
  return async (ids) => {
    if (ids.length <= NOTIFICATIONS_A_PART) return [ids];
    const keyed: Keyed[] = [];
    for (let from = 0; from < ids.length; from += NOTIFICATIONS_A_PAGE) {
      const page = ids.slice(from, from + NOTIFICATIONS_A_PAGE);
      for (const row of await alertsOf.all({ ids: keyList(page) })) keyed.push(row);
      await database.othersTurn();
    }
    return inParts(keyed);
  };
}

export function messageParts(database: Database): OutboxStore['partsOf'] {
  const page = database.prepare((db, p: Params<{ messageId: string; after: number; limit: number }>) =>
    db
      .selectFrom('notification')
      .innerJoin('alert', 'alert.id', 'notification.alert')
      .select((of) => [
        'notification.id',
        // An alert about no eSIM is by itself.
        of.fn.coalesce('alert.esim', of.neg(of.ref('alert.id'))).as('key'),
      ])
      .where('notification.message', '=', (message) =>
        message.selectFrom('message').select('seq').where('message.id', '=', p.messageId),
      )
      .where('notification.id', '>', p.after)
      .orderBy('notification.id')
      .limit(p.limit),
  );
  return async (messageId) => {
    const keyed: Keyed[] = [];
    for (;;) {
      const after = keyed.at(-1)?.id ?? 0;
      const rows = await page.all({ messageId, after, limit: NOTIFICATIONS_A_PAGE });
      for (const row of rows) keyed.push(row);
      if (rows.length < NOTIFICATIONS_A_PAGE) {
        return inParts(keyed).map((notificationIds) => ({ messageId, notificationIds }));
      }
      await database.othersTurn();
    }
  };
}

function inParts(keyed: Keyed[]): readonly (readonly number[])[] {
  keyed.sort((a, b) => a.key - b.key || a.id - b.id);
  const parts: number[][] = [];
  let part: number[] = [];
  let last: number | null = null;
  for (const { id, key } of keyed) {
    if (part.length >= NOTIFICATIONS_A_PART && key !== last) {
      parts.push(part);
      part = [];
    }
    part.push(id);
    last = key;
  }
  return part.length === 0 ? parts : [...parts, part];
}
