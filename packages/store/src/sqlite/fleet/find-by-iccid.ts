import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function findByIccid(connection: Connection): FleetStore['findByIccid'] {
  const select = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db.selectFrom('esim').select('id').where('iccid', '=', iccid).where('iccid_moved_at', 'is', null),
  );
  return async (iccid) => select.get({ iccid: iccid.trim() })?.id ?? null;
}
