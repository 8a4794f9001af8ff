import { DAY, MINUTE, type Seconds, type UnixSeconds } from './instant.js';
import { formatUtc, utc, type Zoned } from './utc.js';
import { zoneName } from './zone-name.js';

const WALL = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

const READER = {
  ...WALL,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZoneName: 'short',
} as const;

/**
 * Making a formatter costs a thousand times what using it does; a program uses a handful of zones. The first one costs a
 * process 10 ms and 11 MB, which is why UTC has none.
 */
const formatters = new Map<
  string,
  { readonly wall: Intl.DateTimeFormat; readonly reader: Intl.DateTimeFormat }
>();

/**
 * Date and time on the wall of an IANA zone, daylight saving included.
 *
 * @throws RangeError for a zone nobody knows.
 */
export function zoned(at: UnixSeconds, zone: string): Zoned {
  if (zone === 'UTC') return utc(at);
  const part = partsOf(formattersOf(zone).wall, at);
  return {
    year: part('year').padStart(4, '0'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/**
 * An instant for readers, with its zone so that nobody has to guess: "Mon 3 Feb 2025, 14:05 GMT".
 *
 * @throws RangeError for a zone nobody knows.
 */
export function formatInstant(at: UnixSeconds, zone: string): string {
  if (zone === 'UTC') return formatUtc(at);
  const part = partsOf(formattersOf(zone).reader, at);
  const date = `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`;
  return `${date}, ${part('hour')}:${part('minute')} ${zoneName(part('timeZoneName'))}`;
}

function formattersOf(zone: string) {
  const known = formatters.get(zone);
  if (known) return known;
  const made = {
    wall: new Intl.DateTimeFormat('en-GB', { ...WALL, timeZone: zone }),
    reader: new Intl.DateTimeFormat('en-GB', { ...READER, timeZone: zone }),
  };
  formatters.set(zone, made);
  return made;
}

function partsOf(formatter: Intl.DateTimeFormat, at: UnixSeconds) {
  const parts = formatter.formatToParts(at * 1000);
  return (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
}

/**
 * The instant at which the wall of a zone shows a date and a time of day, `YYYY-MM-DDTHH:MM`. Of a time that comes twice
 * when clocks go back it is the first; one that is skipped is moved on by as much as clocks are.
 *
 * @throws RangeError for a zone nobody knows.
 */
export function instantAt(wall: string, zone: string): UnixSeconds {
  const asIfUtc = Date.parse(`${wall}:00Z`) / 1000;
  const candidates = [-1, 1].map((day) => asIfUtc - offsetAt(asIfUtc + day * DAY, zone));
  return candidates.find((at) => at + offsetAt(at, zone) === asIfUtc) ?? Math.max(...candidates);
}

/** Seconds that a zone's wall is ahead of UTC. */
function offsetAt(at: UnixSeconds, zone: string): Seconds {
  const { year, month, day, hour, minute } = zoned(at, zone);
  return (
    Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / 1000 - Math.floor(at / MINUTE) * MINUTE
  );
}
