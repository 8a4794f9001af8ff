import { sql } from 'kysely';
import { dayOf } from '../../schema/day.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params } from '../database/database.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { currentEsimId, keyOfEsimId } from './esim-id.js';

interface Wanted {
  readonly text: string;
  readonly part: string;
  /** A pattern that an ICCID can match; empty: none does. */
  readonly ending: string;
  readonly on: number;
  readonly limit: number;
}

export function find(database: Database): FleetStore['find'] {
  const select = database.prepare((db, { text, part, ending, on, limit }: Params<Wanted>, { like }) =>
    db
      .selectFrom('esim')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(on)))
      .select(['esim.id as esim', currentEsimId.as('esimId'), 'esim.iccid', 'label', 'status'])
      .select('left_list_at as leftListAt')
      .where(
        sql<boolean>`esim.id = ${keyOfEsimId(text)} or (iccid_moved_at is null
          and (label ${like} ${part} escape '\\' or esim.iccid like ${ending}))`,
      )
      .orderBy(
        sql`case when esim.id = ${keyOfEsimId(text)} or lower(label) = lower(${text}) or esim.iccid like ${ending} then 0 else 1 end`,
      )
      .orderBy('esim.iccid', (order) => order.asc().nullsFirst())
      .orderBy('esim.id')
      .limit(limit),
  );
  return async ({ text, ending, now }, limit) =>
    await select.all({
      text,
      part: `%${text.replace(/[\\%_]/g, '\\$&')}%`,
      ending: ending === null ? '' : `%${ending}`,
      on: dayOf(now),
      limit,
    });
}
