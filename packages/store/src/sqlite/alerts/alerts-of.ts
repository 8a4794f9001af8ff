import type { Alert, EsimKey } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { ALERT_COLUMNS, toAlert } from './alert.js';

/** The epoch of an eSIM that has none yet. */
const BEFORE_FIRST_EPOCH = 0;

export function alertsOfEsims(connection: Connection): (esims: readonly EsimKey[]) => readonly Alert[] {
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

export function providerAlert(connection: Connection): () => Alert | null {
  const select = connection.prepare((db) =>
    db.selectFrom('alert').select(ALERT_COLUMNS).where('esim', 'is', null).orderBy('id', 'desc').limit(1),
  );
  return () => {
    const row = select.get({});
    return row === undefined ? null : toAlert(row);
  };
}
