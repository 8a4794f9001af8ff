import { HOUR, MINUTE, type UnixSeconds } from '../time/instant.js';

/** Requests of the last hour by the minute, oldest first: `[start of the minute, requests]`. */
export type Ledger = readonly (readonly [UnixSeconds, number])[];

/**
 * The ledger with requests booked now; a negative number gives back what was booked in this minute and not used.
 * What no window of an hour can hold any more is dropped.
 */
export function book(ledger: Ledger, now: UnixSeconds, requests: number): Ledger {
  const minute = minuteOf(now);
  const kept = ledger.filter(([at]) => counts(at, now));
  const last = kept.at(-1);
  if (last?.[0] !== minute) return requests > 0 ? [...kept, [minute, requests]] : kept;
  return [...kept.slice(0, -1), [minute, Math.max(0, last[1] + requests)]];
}

/** What may still be asked now, so that no hour sees more than `requestsPerHour`. A begun minute counts whole. */
export function left(ledger: Ledger, requestsPerHour: number, now: UnixSeconds): number {
  const spent = ledger.reduce((sum, [at, requests]) => (counts(at, now) ? sum + requests : sum), 0);
  return Math.max(0, requestsPerHour - spent);
}

function counts(minute: UnixSeconds, now: UnixSeconds): boolean {
  return minute + MINUTE > now - HOUR;
}

function minuteOf(at: UnixSeconds): UnixSeconds {
  return at - (at % MINUTE);
}
