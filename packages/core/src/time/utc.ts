import type { UnixSeconds } from './instant.js';

/** The date and time of day in a zone: two-digit texts, the year with four. */
export interface Zoned {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** `zoned` for UTC. */
export function utc(at: UnixSeconds): Zoned {
  const date = new Date(at * 1000);
  return {
    year: String(date.getUTCFullYear()).padStart(4, '0'),
    month: twoDigits(date.getUTCMonth() + 1),
    day: twoDigits(date.getUTCDate()),
    hour: twoDigits(date.getUTCHours()),
    minute: twoDigits(date.getUTCMinutes()),
  };
}

/** `formatInstant` for UTC. */
export function formatUtc(at: UnixSeconds): string {
  const date = new Date(at * 1000);
  const day = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  const { hour, minute } = utc(at);
  return `${day} ${date.getUTCFullYear()}, ${hour}:${minute} UTC`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
