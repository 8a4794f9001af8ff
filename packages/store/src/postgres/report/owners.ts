import type { Assignment, DateRange } from '@roamwatch/core';
import { sql } from 'kysely';
import { type Day, toDay } from '../../schema/day.js';
import type { ReportedEsim } from '../../sql/report/esims.js';
import type { Snapshot } from '../database/connection.js';

interface Entry extends Assignment {
  readonly iccid: string;
  readonly from: Day;
  readonly until: Day;
}

const NOBODY: Assignment = { label: null, costCentre: null, glCode: null, project: null };

/** Reads the inventory entries of a page of eSIMs once for all days of a range: the holder of each on a day. */
export function ownersIn(
  snapshot: Snapshot,
): (
  esims: readonly ReportedEsim[],
  range: DateRange,
) => Promise<(iccid: string | null, day: Day) => Assignment> {
  return async (esims, { from, to }) => {
    const rows =
      await snapshot.rows<Entry>(sql`select iccid, valid_from as "from", valid_until as until, label,
        cost_centre as "costCentre", gl_code as "glCode", project
      from inventory where iccid = any(${esims.map(({ iccid }) => iccid)}::text[])
        and valid_from < ${toDay(to)} and valid_until > ${toDay(from)}
      order by iccid, valid_from desc`);
    const entries = Map.groupBy(rows, ({ iccid }) => iccid);
    return (iccid, day) => {
      const entry = entries.get(iccid ?? '')?.find((one) => one.from <= day && day < one.until);
      if (entry === undefined) return NOBODY;
      const { label, costCentre, glCode, project } = entry;
      return { label, costCentre, glCode, project };
    };
  };
}
