import { sql } from 'kysely';
import { pollRanges as readRanges } from '../../sql/fleet/poll-targets.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';

/**
 * The ranges of a fleet that the server knows to be this large. By itself it takes note of new rows a minute later at the earliest, and
 * until then it goes through the whole fleet for each range that is polled.
 */
export function pollRanges(connection: Connection): FleetStore['pollRanges'] {
  const ranges = readRanges(connection);
  return async (statuses, size) => {
    const found = await ranges(statuses, size);
    const esims = found.reduce((sum, part) => sum + part.esims, 0);
    const [known] = await connection.rows<{ esims: number }>(
      sql`select reltuples::float8 as esims from pg_class where oid = 'esim_state'::regclass`,
    );
    if ((known?.esims ?? 0) < esims / 2) await connection.change(sql`analyze esim, esim_state`);
    return found;
  };
}
