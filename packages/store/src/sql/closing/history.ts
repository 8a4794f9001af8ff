import type { Closing } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { ClosingEventTable, ClosingTable } from '../../schema/closing.js';
import { monthText } from '../../schema/day.js';
import type { ClosingHistory } from '../../stores/closing-store.js';
import type { Queries } from '../database/database.js';

/** Months closed now, oldest first. */
export function closingsQuery(db: Queries) {
  return db.selectFrom('closing').selectAll().where('draft', 'is', null).orderBy('period');
}

export function toClosing(row: Selectable<ClosingTable>): Closing {
  return {
    month: monthText(row.period),
    closedAt: row.closed_at,
    dataAsOf: row.data_as_of,
    timeZone: row.time_zone,
    schemaVersion: row.schema_version,
    completeness: row.completeness === null ? null : JSON.parse(row.completeness),
  };
}

/** The audit log, oldest first. */
export function closingEventsQuery(db: Queries) {
  return db.selectFrom('closing_event').selectAll().orderBy('id');
}

export function toHistory(
  closings: readonly Selectable<ClosingTable>[],
  events: readonly Selectable<ClosingEventTable>[],
): ClosingHistory {
  return {
    closings: closings.map(toClosing),
    events: events.map(({ period, at, action, comment, actor }) => ({
      month: monthText(period),
      at,
      action,
      comment,
      actor,
    })),
  };
}
