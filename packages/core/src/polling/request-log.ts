import { HOUR, MINUTE, type UnixSeconds } from '../time/instant.js';

/** Requests of the last hour by the minute, oldest first: `[start of the minute, requests]`. */
export type RequestLog = readonly (readonly [UnixSeconds, number])[];

/**
 * The log with requests added now; a negative number gives back what was added in this minute and not used.
 * Entries too old for any one-hour window are discarded.
 */
export function logRequests(log: RequestLog, now: UnixSeconds, requests: number): RequestLog {
  const minute = minuteOf(now);
  const kept = log.filter(([at]) => counts(at, now));
  const last = kept.at(-1);
  if (last?.[0] !== minute) return requests > 0 ? [...kept, [minute, requests]] : kept;
  return [...kept.slice(0, -1), [minute, Math.max(0, last[1] + requests)]];
}

/** Number of requests that may still be made now, so that no hour sees more than `requestsPerHour`. A begun minute counts whole. */
export function requestsLeft(log: RequestLog, requestsPerHour: number, now: UnixSeconds): number {
  const spent = log.reduce((sum, [at, requests]) => (counts(at, now) ? sum + requests : sum), 0);
  return Math.max(0, requestsPerHour - spent);
}

/** Entries far in the future were written by a clock that was wrong. They would count for as long as the clock was put back. */
function counts(minute: UnixSeconds, now: UnixSeconds): boolean {
  return minute + MINUTE > now - HOUR && minute <= now + HOUR;
}

function minuteOf(at: UnixSeconds): UnixSeconds {
  return at - (at % MINUTE);
}
