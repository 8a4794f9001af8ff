import { sql } from 'kysely';
import { dayOf } from '../../schema/day.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from '../inventory/in-force.js';

interface Wanted {
  readonly text: string;
  readonly part: string;
  /** A pattern that an ICCID can match; empty: none does. */
  readonly ending: string;
  readonly on: number;
  readonly limit: number;
}

export function find(connection: Connection): FleetStore['find'] {
  const select = connection.prepare((db, { text, part, ending, on, limit }: Params<Wanted>) =>
    db
      .selectFrom('esim')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(on)))
      .select(['esim.id as esim', 'esim_id as esimId', 'esim.iccid', 'label', 'status'])
      .select('left_list_at as leftListAt')
      .where(
        sql<boolean>`esim_id = ${text} or label like ${part} escape '\\'
          or (esim.iccid like ${ending} and iccid_moved_at is null)`,
      )
      .orderBy('esim.iccid')
      .orderBy('esim.id')
      .limit(limit),
  );
  return async ({ text, ending, now }, limit) =>
    select.all({
      text,
      part: `%${text.replace(/[\\%_]/g, '\\$&')}%`,
      ending: ending === null ? '' : `%${ending}`,
      on: dayOf(now),
      limit,
    });
}
