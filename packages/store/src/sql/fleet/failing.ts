import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { currentEsimId } from './esim-id.js';

export function failing(database: Database): FleetStore['failing'] {
  const select = database.prepare((db, { limit }: Params<{ limit: number }>) =>
    failures(db)
      .select(['iccid', currentEsimId.as('esimId')])
      .where('left_list_at', 'is', null)
      .orderBy('failing_since')
      .orderBy('esim.id')
      .limit(limit),
  );
  return async (limit) => await select.all({ limit });
}

export function failureOf(database: Database): FleetStore['failureOf'] {
  const select = database.prepare((db, { esim }: Params<{ esim: number }>) =>
    failures(db).where('esim.id', '=', esim),
  );
  return async (esim) => (await select.get({ esim })) ?? null;
}

function failures(db: Queries) {
  return db
    .selectFrom('esim_state')
    .innerJoin('esim', 'esim.id', 'esim_state.esim')
    .select(['failing_since as since', 'failures as times', 'failure_reason as reason'])
    .where('failing_since', 'is not', null)
    .$narrowType<{ since: number; reason: string }>();
}
