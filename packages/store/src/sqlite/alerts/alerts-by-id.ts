import type { UnixSeconds } from '@roamwatch/core';
import { dayOf } from '../../schema/day.js';
import type { AlertRow } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { alertRows, toAlertRow } from './rows.js';

/** Reads alerts with their eSIMs, which the inventory entries of the day of `at` name. */
export function alertsById(
  connection: Connection,
): (ids: readonly number[], at: UnixSeconds) => ReadonlyMap<number, AlertRow> {
  const select = connection.prepare((db, p: Params<{ ids: string; on: number }>) =>
    alertRows(db, p.on).where('alert.id', 'in', keysIn(p.ids)),
  );
  return (ids, at) =>
    new Map(select.all({ ids: keyList(ids), on: dayOf(at) }).map((row) => [row.id, toAlertRow(row)]));
}
