import type { UnixSeconds } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import { monthText } from '../schema/day.js';
import type { Closing, ClosingEvent, FrozenRows } from './closing.js';
import { freeze } from './freeze.js';
import { closings } from './ledger.js';
import { reopen } from './reopen.js';

/** Months that finance has closed. Their rows are read through `createReportSource(store).ledger`. */
export interface ClosingStore {
  /**
   * Stores a month's rows as they are given, all or none. The rows may stream from a report source, which reads
   * over a connection of its own.
   *
   * @throws StoreError `closing` when the month is closed already.
   */
  freeze(closing: Closing, rows: FrozenRows): void;
  /**
   * Forgets the frozen rows of a month and leaves a trace of it.
   *
   * @throws StoreError `closing` when the month is not closed.
   */
  reopen(month: string, at: UnixSeconds, comment: string): void;
  /** Months closed now, oldest first. */
  closings(): readonly Closing[];
  /** Every closing and reopening, oldest first. */
  events(): readonly ClosingEvent[];
}

export function createClosingStore(connection: Connection): ClosingStore {
  return {
    freeze: freeze(connection),
    reopen: reopen(connection),
    closings: closings(connection),
    events: events(connection),
  };
}

function events(connection: Connection): ClosingStore['events'] {
  const select = connection.prepare((db) => db.selectFrom('closing_event').selectAll().orderBy('id'));
  return () =>
    select
      .all({})
      .map(({ period, at, action, comment }) => ({ month: monthText(period), at, action, comment }));
}
