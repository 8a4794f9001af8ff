import type { Assignment, DateRange } from '@roamwatch/core';
import { type Day, toDay } from '../../schema/day.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** The holder of an eSIM on a day of the range it was made for. */
export type OwnerOn = (day: Day) => Assignment;

/** An inventory entry of an eSIM, in force from a day until another, which is excluded. */
export interface Entry {
  readonly valid_from: Day | null;
  readonly valid_until: Day | null;
  readonly label: string | null;
  readonly cost_centre: string | null;
  readonly gl_code: string | null;
  readonly project: string | null;
}

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
    return ownerAmong(select.all({ iccid, from: toDay(from), to: toDay(to) }));
  };
}

/** The holder by an eSIM's entries, the latest first. */
export function ownerAmong(entries: readonly Entry[]): OwnerOn {
  const periods = entries.map((entry) => ({
    from: entry.valid_from ?? 0,
    until: entry.valid_until ?? 0,
    owner: {
      label: entry.label,
      costCentre: entry.cost_centre,
      glCode: entry.gl_code,
      project: entry.project,
    },
  }));
  return (day) => periods.find(({ from, until }) => from <= day && day < until)?.owner ?? NOBODY;
}
