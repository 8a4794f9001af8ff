import type { Assignment, DateRange } from '@roamwatch/core';
import { type Day, toDay } from '../../schema/day.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** The holder of an eSIM on a day of the range it was made for. */
export type OwnerOn = (day: Day) => Assignment;

const NOBODY: Assignment = { label: null, costCentre: null, glCode: null, project: null };

/** Reads an eSIM's inventory entries once for all days of a range. */
export function ownersIn(connection: Connection): (iccid: string | null, range: DateRange) => OwnerOn {
  const select = connection.prepare(
    (db, { iccid, from, to }: Params<{ iccid: string; from: number; to: number }>) =>
      db
        .selectFrom('inventory')
        .select(['valid_from', 'valid_until', 'label', 'cost_centre', 'gl_code', 'project'])
        .where('iccid', '=', iccid)
        .where('valid_from', '<', to)
        .where('valid_until', '>', from)
        .orderBy('valid_from', 'desc'),
  );
  return (iccid, { from, to }) => {
    if (iccid === null) return () => NOBODY;
    const entries = select.all({ iccid, from: toDay(from), to: toDay(to) }).map((entry) => ({
      from: entry.valid_from,
      until: entry.valid_until,
      owner: {
        label: entry.label,
        costCentre: entry.cost_centre,
        glCode: entry.gl_code,
        project: entry.project,
      },
    }));
    return (day) => entries.find(({ from, until }) => from <= day && day < until)?.owner ?? NOBODY;
  };
}
