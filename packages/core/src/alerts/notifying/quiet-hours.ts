import { HOUR, MINUTE, type UnixSeconds } from '../../time/instant.js';
import { zoned } from '../../time/zone.js';

/** Wall-clock times `HH:MM`; `from` later than `to` spans midnight, equal ones mean never. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/**
 * True from `from` until just before `to` on the wall of an IANA zone, whatever its offset is that day. Once over they
 * do not begin again when the clocks go back.
 */
export function isQuiet({ from, to }: QuietHours, zone: string, now: UnixSeconds): boolean {
  const time = latestShown(zone, now);
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

/** Clocks are changed at quarters of an hour, and put back by two hours at most. */
const QUARTER = 15 * MINUTE;
const PUT_BACK = 2 * HOUR;

/** The latest time the wall has shown by now: while an hour repeats, its end. */
function latestShown(zone: string, now: UnixSeconds): string {
  let latest = shown(zone, now);
  const quarter = now - (now % QUARTER);
  for (let back = 0; back < PUT_BACK; back += QUARTER) {
    const before = shown(zone, quarter - back - 1);
    if (before > latest) latest = before;
  }
  return latest.slice('YYYY-MM-DD '.length);
}

function shown(zone: string, at: UnixSeconds): string {
  const { year, month, day, hour, minute } = zoned(at, zone);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}
