import type { UnixSeconds } from '@roamwatch/core';
import { dayOf } from '../../schema/day.js';
import { alertsByIdQuery } from '../../sql/alerts/alerts-by-id.js';
import { toAlertRow } from '../../sql/alerts/rows.js';
import { keyList } from '../../sql/database/dialect.js';
import type { AlertRow } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';

/** Reads alerts with their eSIMs, which the inventory entries of the day of `at` name. */
export function alertsById(
  connection: Connection,
): (ids: readonly number[], at: UnixSeconds) => Promise<ReadonlyMap<number, AlertRow>> {
  const select = connection.prepare(alertsByIdQuery);
  return async (ids, at) => {
    const rows = await select.all({ ids: keyList(ids), on: dayOf(at) });
    return new Map(rows.map((row) => [row.id, toAlertRow(row)]));
  };
}
