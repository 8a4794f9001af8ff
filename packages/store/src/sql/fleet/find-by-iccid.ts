import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params } from '../database/database.js';

export function findByIccid(database: Database): FleetStore['findByIccid'] {
  const select = database.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db.selectFrom('esim').select('id').where('iccid', '=', iccid).where('iccid_moved_at', 'is', null),
  );
  return async (iccid) => (await select.get({ iccid: iccid.trim() }))?.id ?? null;
}
