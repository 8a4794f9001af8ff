import type { PushStore } from '../../stores/push-store.js';
import type { Database, Params } from '../database/database.js';
import { keyList } from '../database/dialect.js';
import { type PolledParams, polledForUsage, polledParams } from '../fleet/polled-for-usage.js';

/** Which eSIMs events made due, and which process polls them. */
export function pushedDue(database: Database): Pick<PushStore, 'dueBy' | 'hold' | 'settle'> {
  const due = database.prepare((db, p: Params<PolledParams & { now: number; limit: number }>, dialect) =>
    polledForUsage(db, p, dialect)
      .innerJoin('push_mark', 'push_mark.esim', 'esim.id')
      .select('id')
      .where('push_mark.due_at', '<=', p.now)
      .where((is) => is.or([is('held_until', 'is', null), is('held_until', '<=', p.now)]))
      .orderBy('push_mark.due_at')
      .orderBy('id')
      .limit(p.limit),
  );
  const hold = database.prepare((db, p: Params<{ keys: string; now: number; until: number }>, { keysIn }) =>
    db
      .updateTable('push_mark')
      .set({ held_until: p.until })
      .where('esim', 'in', keysIn(p.keys))
      .where('due_at', 'is not', null)
      .where((is) => is.or([is('held_until', 'is', null), is('held_until', '<=', p.now)]))
      .returning('esim'),
  );
  const settle = database.prepare((db, p: Params<{ keys: string; until: number }>, { keysIn }) =>
    db
      .updateTable('push_mark')
      .set({ held_until: null, due_at: null })
      .where('esim', 'in', keysIn(p.keys))
      .where('held_until', '=', p.until),
  );
  return {
    async dueBy(now, statuses, limit) {
      return (await due.all({ now, limit, ...polledParams(statuses) })).map(({ id }) => id);
    },
    async hold(esims, now, until) {
      return (await hold.all({ keys: keyList(esims), now, until })).map(({ esim }) => esim);
    },
    async settle(esims, until) {
      await settle.run({ keys: keyList(esims), until });
    },
  };
}
