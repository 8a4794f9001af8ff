import { UNIT_BYTES, type UnitChange, type UnixSeconds } from '@roamwatch/core';
import { type RawBuilder, sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';

/*
 * Stored figures that were read in a wrong unit are multiplied by one whole number, or divided by one and rounded. A figure that
 * the multiplication would take beyond what is exact cannot be true, and must not keep the others from being corrected.
 */

/** From one unit to another in whole numbers, one of them 1. */
export interface Rescaling {
  from: number;
  to: number;
  /** Figures of a larger size, negative ones included, do not fit the new unit. */
  most: number;
  at: UnixSeconds;
}

export function rescaling({ from, to }: UnitChange, at: UnixSeconds): Rescaling {
  const smaller = Math.min(UNIT_BYTES[from], UNIT_BYTES[to]);
  const factor = UNIT_BYTES[to] / smaller;
  return {
    from: UNIT_BYTES[from] / smaller,
    to: factor,
    most: Math.floor(Number.MAX_SAFE_INTEGER / factor),
    at,
  };
}

type Given = Params<Rescaling>;

/** Of a reading, a figure that does not fit is missing from then on: the next poll brings it again. */
export function rescaleReadingsQuery(db: Queries, given: Given) {
  return db.updateTable('reading').set({
    allowance_bytes: rescaledAllowance('allowance_bytes', given),
    remaining_bytes: rescaled('remaining_bytes', given),
  });
}

/** With the allowances of epochs: nobody bought anything here, so no epoch begins. */
export function rescaleStatesQuery(db: Queries, given: Given) {
  return db.updateTable('esim_state').set({
    allowance_bytes: rescaledAllowance('allowance_bytes', given),
    remaining_bytes: rescaled('remaining_bytes', given),
    epoch_allowance_bytes: rescaledAllowance('epoch_allowance_bytes', given),
  });
}

type DaysTable = 'daily_usage' | 'daily_usage_former';

const REASON = 'stored usage is out of range in the new unit';

/** Daily rows that do not fit are rejected with their figure as it was, so that nothing is lost without a trace. */
export function rejectUnfitDaysQuery(days: DaysTable) {
  return (db: Queries, { most, at }: Given) =>
    db
      .insertInto('rejected')
      .columns(['esim', 'what', 'reason', 'sample', 'first_at', 'last_at', 'times'])
      .expression(
        sql`select esim, 'daily-row', ${sql.lit(REASON)}, cast(date as text) || ' ' || name || ' ' || cast(used_bytes as text) || ' B',
            ${whole(at)}, ${whole(at)}, 1
          from ${sql.table(days)} as day join location on location.id = day.location where used_bytes > ${whole(most)}`,
      )
      .onConflict((known) => known.doNothing());
}

export function dropUnfitDaysQuery(days: DaysTable) {
  return (db: Queries, { most }: Given) => db.deleteFrom(days).where('used_bytes', '>', whole(most));
}

/** Those that fit. The provider restated nothing here, so times and `restated` stay. */
export function rescaleDaysQuery(days: DaysTable) {
  return (db: Queries, given: Given) =>
    db.updateTable(days).set({ used_bytes: rescaled('used_bytes', given).$notNull() });
}

/**
 * A column of bytes, multiplied, and rounded half away from zero; null where it does not fit. In integers: a real number would
 * lose bytes above 8 PB.
 */
function rescaled(column: string, { from, to, most }: Given) {
  const figure = sql.ref(column);
  const size = sql`((abs(${figure}) * ${whole(to)} + ${whole(from)} / 2) / ${whole(from)})`;
  return sql<number | null>`case when abs(${figure}) > ${whole(most)} then null
    when ${figure} < 0 then -${size} else ${size} end`;
}

/** One that is rounded to nothing is none, as where it is read: shares of it are no numbers. */
function rescaledAllowance(column: string, given: Given) {
  return sql<number | null>`nullif(${rescaled(column, given)}, 0)`;
}

/** A parameter as an integer of 64 bits. */
function whole(value: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`cast(${value} as bigint)`;
}
