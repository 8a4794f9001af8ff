import { type CalendarDate, DAY, HOUR, MINUTE, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { CalendarMonth } from '../time/month.js';
import { zonedParts } from './zoned-parts.js';

const partsOf = zonedParts('en-GB', 'short');

/** "40 s", "42 min", "20 h", "10 days": one unit, rounded. */
export function span(seconds: Seconds): string {
  if (seconds < MINUTE) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  if (seconds < 3 * DAY) return `${Math.round(seconds / HOUR)} h`;
  return `${Math.round(seconds / DAY)} days`;
}

/** An instant nearer than this is written with its time of day. */
const WITH_TIME: Seconds = 3 * DAY;

/** An instant further away than this is written with its year. */
const WITH_YEAR: Seconds = 180 * DAY;

/** "Fri 27 Nov, 00:49 UTC" when it is near, "Sun 6 Dec" when it is some days away. */
export function when(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  return Math.abs(at - now) < WITH_TIME ? moment(at, now, zone) : day(at, now, zone);
}

/** "Fri 27 Nov, 00:49 UTC". */
export function moment(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  const part = partsOf(at, zone);
  return `${day(at, now, zone)}, ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** "Sun 6 Dec", or "Sun 6 Dec 2026" when that is far away. */
function day(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  const part = partsOf(at, zone);
  const year = Math.abs(at - now) > WITH_YEAR ? ` ${part('year')}` : '';
  return `${part('weekday')} ${part('day')} ${part('month')}${year}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** "25 Nov". */
export function dayAndMonth(date: CalendarDate): string {
  return `${dayOf(date)} ${monthOf(date)}`;
}

/** "21–26 Nov", "28 Nov–3 Dec". */
export function dayRange(from: CalendarDate, to: CalendarDate): string {
  if (from === to) return dayAndMonth(to);
  const start = from.slice(0, 7) === to.slice(0, 7) ? String(dayOf(from)) : dayAndMonth(from);
  return `${start}–${dayAndMonth(to)}`;
}

/** "November 2026" of `2026-11`. */
export function monthName(month: CalendarMonth): string {
  const format = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(new Date(`${month}-01T00:00:00Z`));
}

function dayOf(date: CalendarDate): number {
  return Number(date.slice(8, 10));
}

function monthOf(date: CalendarDate): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
}
