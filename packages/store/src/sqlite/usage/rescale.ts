import { UNIT_BYTES, type UnitChange } from '@roamwatch/core';
import { type RawBuilder, sql } from 'kysely';
import type { Params } from '../database/statement.js';

/** From one unit to another in whole numbers, one of them 1. */
export interface Factor {
  from: number;
  to: number;
}

export function factorOf({ from, to }: UnitChange): Factor {
  const smaller = Math.min(UNIT_BYTES[from], UNIT_BYTES[to]);
  return { from: UNIT_BYTES[from] / smaller, to: UNIT_BYTES[to] / smaller };
}

/** A column of bytes, multiplied. In integers: a real number would lose bytes above 8 PB. */
export function rescaled(column: string, { from, to }: Params<Factor>): RawBuilder<number> {
  const divisor = sql`cast(${from} as integer)`;
  return sql<number>`(${sql.ref(column)} * cast(${to} as integer) + ${divisor} / 2) / ${divisor}`;
}
