import { sql } from 'kysely';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { ALERT_COLUMNS, toAlert } from './alert.js';

/** The epoch of an eSIM that has none yet. */
const BEFORE_FIRST_EPOCH = 0;

export function ofEsims(connection: Connection): AlertStore['ofEsims'] {
  const select = connection.prepare((db, { keys }: Params<{ keys: string }>) =>
    db
      .selectFrom('alert')
      .innerJoin('esim_state', 'esim_state.esim', 'alert.esim')
      .select(ALERT_COLUMNS)
      .where('alert.esim', 'in', keysIn(keys))
      .where((is) =>
        is.or([
          is('state', '=', 'open'),
          is('alert.epoch', '=', sql<number>`coalesce(esim_state.epoch, ${sql.lit(BEFORE_FIRST_EPOCH)})`),
          is('alert.epoch', '=', is.ref('esim_state.epoch_end_since')),
        ]),
      )
      .orderBy('alert.id'),
  );
  return (esims) => select.all({ keys: keyList(esims) }).map(toAlert);
}

export function aboutProvider(connection: Connection): AlertStore['aboutProvider'] {
  const select = connection.prepare((db) =>
    db.selectFrom('alert').select(ALERT_COLUMNS).where('esim', 'is', null).orderBy('id', 'desc').limit(1),
  );
  return () => {
    const row = select.get({});
    return row === undefined ? null : toAlert(row);
  };
}
