import { type CalendarDate, type DateRange, datesOf, monthAfter } from '@roamwatch/core';

export { monthAfter, monthBefore } from '@roamwatch/core';

/** A span of dates a report is about, with the name it goes by. */
export interface Period extends DateRange {
  /** `2026-02`, or `2026-02-10..2026-02-17` for a range: first day, and the first day no longer in it. */
  readonly name: string;
  /** `YYYY-MM` when the period is exactly one calendar month; only months can be closed. */
  readonly month: string | null;
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The calendar month `YYYY-MM`.
 * @throws RangeError saying what was expected
 */
export function parseMonth(text: string): Period {
  if (!MONTH.test(text))
    throw new RangeError(`"${text}" is not a month: write it as YYYY-MM, such as 2026-02`);
  return { ...datesOf(text), name: text, month: text };
}

/**
 * The dates from `from` up to but without `to`, both `YYYY-MM-DD`. Exactly one calendar month is that month.
 * @throws RangeError when one is no date of the calendar, or the range between them is empty
 */
export function parseRange(from: string, to: string): Period {
  assertDate(from);
  assertDate(to);
  if (to <= from) {
    throw new RangeError(
      `the period from ${from} to ${to} is empty: the end is exclusive and must come later`,
    );
  }
  return periodOf({ from, to });
}

/** Names a range. */
export function periodOf(range: DateRange): Period {
  const month = range.from.slice(0, 7);
  const whole = range.from === `${month}-01` && range.to === `${monthAfter(month)}-01`;
  return whole ? parseMonth(month) : { ...range, name: `${range.from}..${range.to}`, month: null };
}

/** The name as a part of a file's name. */
export function fileNamePart(period: Period): string {
  return period.month ?? `${period.from}_${period.to}`;
}

function assertDate(text: CalendarDate): void {
  const milliseconds = DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) {
    throw new RangeError(`"${text}" is not a date: write it as YYYY-MM-DD, such as 2026-02-28`);
  }
}
