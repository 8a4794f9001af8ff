import { type CalendarDate, dateOf, type UnixSeconds } from '@roamwatch/core';
import {
  assertClosable,
  type FrozenTally,
  frozenRows,
  NotClosable,
  parseMonth,
  SCHEMA_VERSION,
  tallied,
} from '@roamwatch/report';
import type { Store } from '@roamwatch/store';
import { countingRows, openReportSource, type ReportSnapshot } from './source.js';

export interface Books {
  readonly store: Pick<Store, 'snapshot' | 'closing' | 'purchases'>;
  readonly now: UnixSeconds;
  /** IANA zone whose calendar decides when a month has ended. */
  readonly timeZone: string;
  /** The person closing it, for the audit log; left out: a schedule, or the command line. */
  readonly by?: string;
}

/** A month that was closed, with what was frozen. */
export interface ClosedMonth extends FrozenTally {
  readonly month: string;
  readonly dataAsOf: UnixSeconds;
  /** eSIMs of the month whose purchases were last requested before it ended. */
  readonly purchasesNotAsked: number;
}

/**
 * Freezes a month as its reports have it now, all or nothing. It is done in slices, between which others read and
 * write: what they change comes as a correction.
 *
 * @param onRow is called for every usage row that was frozen
 * @throws NotClosable when the month has not ended, is closed already, or nothing is known of it yet
 */
export async function closeMonth(
  books: Books,
  month: string,
  onRow: () => void = () => {},
): Promise<ClosedMonth> {
  const { store, now, timeZone, by } = books;
  const period = parseMonth(month);
  const draft = await store.closing.begin(month, ({ closings }) =>
    assertClosable(period, closings, today(books)),
  );
  const source = await openReportSource(store);
  try {
    const dataAsOf = polledAt(source);
    const { rows, tally } = tallied(frozenRows(countingRows(source, onRow), period, timeZone));
    await draft.fill(rows);
    const completeness = (await source.completeness?.(period)) ?? null;
    await draft.seal({
      closedAt: now,
      dataAsOf,
      timeZone,
      schemaVersion: SCHEMA_VERSION,
      completeness,
      ...(by === undefined ? {} : { by }),
    });
    const purchasesNotAsked = await store.purchases.historiesMissing(period);
    return { month, dataAsOf, purchasesNotAsked, ...tally() };
  } finally {
    await source.close();
    await draft.discard();
  }
}

export function today({ now, timeZone }: Pick<Books, 'now' | 'timeZone'>): CalendarDate {
  return dateOf(now, timeZone);
}

function polledAt(source: ReportSnapshot): UnixSeconds {
  if (source.dataAsOf === null) throw new NotClosable({ kind: 'never-polled' });
  return source.dataAsOf;
}
