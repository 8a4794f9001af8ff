import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function adviceOn(connection: Connection): FleetStore['adviceOn'] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db.selectFrom('esim').select(['top_up', 'notes']).where('id', '=', esim),
  );
  return async (esim) => {
    const row = select.get({ esim });
    return row === undefined
      ? { topUp: false, notes: [] }
      : { topUp: row.top_up === 1, notes: JSON.parse(row.notes) as readonly string[] };
  };
}
