import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { alertRows } from './rows.js';

/** Alerts with their eSIMs, which the inventory entries of a day name. */
export function alertsByIdQuery(db: Queries, p: Params<{ ids: string; on: number }>, { keysIn }: Dialect) {
  return alertRows(db, p.on).where('alert.id', 'in', keysIn(p.ids));
}
