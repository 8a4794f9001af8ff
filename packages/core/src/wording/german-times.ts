import { type CalendarDate, DAY, HOUR, MINUTE, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { CalendarMonth } from '../time/month.js';
import { zonedParts } from './zoned-parts.js';

const partsOf = zonedParts('de-DE', 'numeric');

/** "40 Sekunden", "42 Minuten", "20 Stunden", "10 Tage": one unit, rounded. */
export function span(seconds: Seconds): string {
  return inUnits(seconds, 'Tage');
}

/** The same after "in", "vor" or "seit": "10 Tagen". */
export function spanDative(seconds: Seconds): string {
  return inUnits(seconds, 'Tagen');
}

function inUnits(seconds: Seconds, days: 'Tage' | 'Tagen'): string {
  if (seconds < MINUTE) return counted(Math.max(0, Math.round(seconds)), 'Sekunde');
  if (seconds < 2 * HOUR) return counted(Math.round(seconds / MINUTE), 'Minute');
  if (seconds < 3 * DAY) return counted(Math.round(seconds / HOUR), 'Stunde');
  return `${Math.round(seconds / DAY)} ${days}`;
}

function counted(count: number, one: 'Sekunde' | 'Minute' | 'Stunde'): string {
  return `${count} ${one}${count === 1 ? '' : 'n'}`;
}

/** "November 2026" of `2026-11`. */
export function monthName(month: CalendarMonth): string {
  const format = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('de-DE', format).format(new Date(`${month}-01T00:00:00Z`));
}

/** An instant nearer than this is written with its time of day. */
const WITH_TIME: Seconds = 3 * DAY;

/** An instant further away than this is written with its year. */
const WITH_YEAR: Seconds = 180 * DAY;

/** "Fr., 27. Nov., 00:49 UTC" when it is near, "So., 6. Dez." when it is some days away. */
export function when(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  return Math.abs(at - now) < WITH_TIME ? moment(at, now, zone) : day(at, now, zone);
}

/** "Fr., 27. Nov., 00:49 UTC". */
export function moment(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  const part = partsOf(at, zone);
  return `${day(at, now, zone)}, ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** "So., 6. Dez.", or "So., 6. Dez. 2026" when that is far away. */
function day(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  const part = partsOf(at, zone);
  const year = Math.abs(at - now) > WITH_YEAR ? ` ${part('year')}` : '';
  return `${part('weekday')}, ${part('day')}. ${monthNamed(Number(part('month')))}${year}`;
}

const MONTHS = [
  'Jan.',
  'Feb.',
  'März',
  'Apr.',
  'Mai',
  'Juni',
  'Juli',
  'Aug.',
  'Sept.',
  'Okt.',
  'Nov.',
  'Dez.',
] as const;

function monthNamed(month: number): string {
  return MONTHS[month - 1] ?? '';
}

/** "25. Nov." */
export function dayAndMonth(date: CalendarDate): string {
  return `${Number(date.slice(8, 10))}. ${monthNamed(Number(date.slice(5, 7)))}`;
}

/** "21.–26. Nov.", "28. Nov.–3. Dez." */
export function dayRange(from: CalendarDate, to: CalendarDate): string {
  if (from === to) return dayAndMonth(to);
  const isOneMonth = from.slice(0, 7) === to.slice(0, 7);
  return `${isOneMonth ? `${Number(from.slice(8, 10))}.` : dayAndMonth(from)}–${dayAndMonth(to)}`;
}
