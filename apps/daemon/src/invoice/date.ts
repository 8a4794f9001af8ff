import { type CalendarDate, isCalendarDate } from '@roamwatch/core';

/** In which order a date with slashes has its parts; null where the file does not show it. */
export type DayOrder = 'day first' | 'month first' | null;

const SLASHED = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b/;

/** In which order dates such as 13/02/2026 are written: the one in which all of them exist. */
export function dayOrderOf(cells: readonly string[]): DayOrder {
  const slashed = cells.flatMap((cell) => {
    const [, first, second] = SLASHED.exec(cell.trim()) ?? [];
    return first === undefined ? [] : [[Number(first), Number(second)] as const];
  });
  if (slashed.some(([first]) => first > 12)) return 'day first';
  return slashed.some(([, second]) => second > 12) ? 'month first' : null;
}

/**
 * The date in a cell: "2026-02-13", an ISO instant, "13.02.2026", or "13/02/2026" where the order is known.
 *
 * @throws RangeError naming what is wrong with it.
 */
export function readInvoiceDate(cell: string, order: DayOrder): CalendarDate {
  const text = cell.trim();
  if (text === '') throw new RangeError('has no date');
  const [, dotDay, dotMonth, dotYear] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(text) ?? [];
  const [, first, second, year] = SLASHED.exec(text) ?? [];
  if (first !== undefined && order === null) {
    throw new RangeError(`"${text}" may be two dates: write dates as YYYY-MM-DD`);
  }
  const isDayFirst = order === 'day first';
  const date =
    dotDay !== undefined
      ? joined(dotYear, dotMonth, dotDay)
      : first === undefined
        ? text.slice(0, 'YYYY-MM-DD'.length).replaceAll('/', '-')
        : joined(year, isDayFirst ? second : first, isDayFirst ? first : second);
  if (isCalendarDate(date)) return date;
  throw new RangeError(`"${text.slice(0, 40)}" is not a date such as 2026-02-13`);
}

function joined(year = '', month = '', day = ''): CalendarDate {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
