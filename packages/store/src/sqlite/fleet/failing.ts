import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function failing(connection: Connection): FleetStore['failing'] {
  const select = connection.prepare((db, { limit }: Params<{ limit: number }>) =>
    failures(db)
      .select(['iccid', 'esim_id as esimId'])
      .where('left_list_at', 'is', null)
      .orderBy('failing_since')
      .orderBy('esim.id')
      .limit(limit),
  );
  return async (limit) => select.all({ limit });
}

export function failureOf(connection: Connection): FleetStore['failureOf'] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    failures(db).where('esim.id', '=', esim),
  );
  return async (esim) => select.get({ esim }) ?? null;
}

function failures(db: Queries) {
  return db
    .selectFrom('esim_state')
    .innerJoin('esim', 'esim.id', 'esim_state.esim')
    .select(['failing_since as since', 'failures as times', 'failure_reason as reason'])
    .where('failing_since', 'is not', null)
    .$narrowType<{ since: number; reason: string }>();
}
