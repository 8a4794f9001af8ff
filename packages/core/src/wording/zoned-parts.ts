import type { UnixSeconds } from '../time/instant.js';
import { zoneName } from '../time/zone-name.js';

/** The parts of an instant on the clocks of a time zone, as a language writes them. */
export type ZonedParts = (at: UnixSeconds, zone: string) => (part: Intl.DateTimeFormatPartTypes) => string;

/**
 * Reads the parts of instants in the words of `locale`: weekday and year, day and hour, and the zone's short name.
 *
 * Making a formatter costs a thousand times what using it does; a program uses a handful of zones, so each is kept.
 */
export function zonedParts(locale: string, month: 'short' | 'numeric'): ZonedParts {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  const formatterOf = (timeZone: string) => {
    const known = formatters.get(timeZone);
    if (known) return known;
    const made = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month,
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
      timeZone,
    });
    formatters.set(timeZone, made);
    return made;
  };
  return (at, zone) => {
    const parts = formatterOf(zone).formatToParts(at * 1000);
    return (type) => {
      const text = parts.find((part) => part.type === type)?.value ?? '';
      return type === 'timeZoneName' ? zoneName(text) : text;
    };
  };
}
