import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params } from '../database/database.js';

export function adviceOn(database: Database): FleetStore['adviceOn'] {
  const select = database.prepare((db, { esim }: Params<{ esim: number }>) =>
    db.selectFrom('esim').select(['top_up', 'notes']).where('id', '=', esim),
  );
  return async (esim) => {
    const row = await select.get({ esim });
    return row === undefined
      ? { topUp: false, notes: [] }
      : { topUp: row.top_up === 1, notes: JSON.parse(row.notes) as readonly string[] };
  };
}
