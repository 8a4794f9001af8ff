import type { CalendarDate, Closing } from '@roamwatch/core';
import type { Period } from '../period/period.js';

/** Why a month cannot be closed. */
export type NotClosableReason =
  /** It is another range of days, named as in reports. */
  | { readonly kind: 'no-month'; readonly period: string }
  | { readonly kind: 'closed'; readonly month: string }
  /** It can be closed from this date on. */
  | { readonly kind: 'not-ended'; readonly month: string; readonly from: CalendarDate }
  /** No poll has succeeded yet. */
  | { readonly kind: 'never-polled' };

/** Says in English what `reason` says to programs. */
export class NotClosable extends RangeError {
  constructor(readonly reason: NotClosableReason) {
    super(inWords(reason));
  }
}

/**
 * Refuses a closing that is not possible.
 * @param today the date where the books are kept
 * @throws NotClosable when the period is no month, has not ended, or is closed already
 */
export function assertClosable(period: Period, closings: readonly Closing[], today: CalendarDate): void {
  const { month } = period;
  if (month === null) throw new NotClosable({ kind: 'no-month', period: period.name });
  if (closings.some((closing) => closing.month === month)) throw new NotClosable({ kind: 'closed', month });
  if (today < period.to) throw new NotClosable({ kind: 'not-ended', month, from: period.to });
}

function inWords(reason: NotClosableReason): string {
  switch (reason.kind) {
    case 'no-month':
      return `only a calendar month can be closed, not ${reason.period}`;
    case 'closed':
      return `${reason.month} is closed already`;
    case 'not-ended':
      return `${reason.month} has not ended: it can be closed from ${reason.from} on`;
    case 'never-polled':
      return 'there is nothing to close: no poll has succeeded yet';
  }
}
