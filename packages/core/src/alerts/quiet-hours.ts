import type { UnixSeconds } from '../time/instant.js';
import { zoned } from '../time/zone.js';

/** Wall-clock times `HH:MM`; `from` later than `to` spans midnight, equal ones mean never. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** True from `from` until just before `to` on the wall of an IANA zone, whatever its offset is that day. */
export function isQuiet({ from, to }: QuietHours, zone: string, now: UnixSeconds): boolean {
  const { hour, minute } = zoned(now, zone);
  const time = `${hour}:${minute}`;
  return from <= to ? from <= time && time < to : from <= time || time < to;
}
