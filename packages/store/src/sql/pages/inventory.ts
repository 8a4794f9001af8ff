import { languageCode } from '@roamwatch/core';
import { sql } from 'kysely';
import { FIRST_DAY, toDate } from '../../schema/day.js';
import type { PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { cursorOf, placeOf } from './cursor.js';
import { anyHolds } from './matching.js';
import { rowsOf } from './query.js';

interface Row {
  readonly iccid: string;
  readonly valid_from: number;
  readonly label: string | null;
  readonly email: string | null;
  readonly cost_centre: string | null;
  readonly gl_code: string | null;
  readonly project: string | null;
  readonly language: string | null;
  readonly status: string | null;
}

export function withoutEntry(database: Database): PageStore['withoutEntry'] {
  return async () => {
    const [row] = await rowsOf(
      database,
      sql<{ esims: number }>`select count(*) as esims from esim where left_list_at is null
        and not exists (select 1 from inventory where inventory.iccid = esim.iccid)`,
    );
    return row?.esims ?? 0;
  };
}

/** By ICCID and date. */
export function inventory(database: Database): PageStore['inventory'] {
  return async (query) => {
    const { search, after, limit } = query;
    const [, iccid = '', from = -1] = placeOf(after) ?? [];
    const holds = anyHolds(['inventory.iccid', 'label', 'cost_centre', 'project'], query, database.dialect);
    const found = await rowsOf(
      database,
      sql<Row>`select inventory.*, esim.status from inventory
        left join esim on esim.iccid = inventory.iccid and esim.iccid_moved_at is null
        where (inventory.iccid, valid_from) > (${iccid}, ${from}) and (${search} = '' or ${holds})
        order by inventory.iccid, valid_from limit ${limit + 1}`,
    );
    const [count] = await rowsOf(
      database,
      sql<{ entries: number }>`select count(*) as entries from inventory`,
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map((row) => ({
        iccid: row.iccid,
        label: row.label,
        email: row.email,
        costCentre: row.cost_centre,
        glCode: row.gl_code,
        project: row.project,
        language: row.language === null ? null : languageCode(row.language),
        validFrom: row.valid_from === FIRST_DAY ? null : toDate(row.valid_from),
        status: row.status,
      })),
      next: found.length > limit && last ? cursorOf([0, last.iccid, last.valid_from]) : null,
      total: count?.entries ?? 0,
    };
  };
}
