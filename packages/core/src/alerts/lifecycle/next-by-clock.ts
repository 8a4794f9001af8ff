import { HOUR, MINUTE, type UnixSeconds } from '../../time/instant.js';
import type { Evaluation } from '../alert.js';

/** Later than any instant the API or an operator will ever name: 9999-12-31. */
const NEVER: UnixSeconds = 253_402_300_799;

/** An open alert can end by the clock (a day after the end of its package), which no verdict foretells. */
const OPEN_ALERTS_EVERY = HOUR;

/** When the clock alone, without a new reading, can next change what these evaluations came to. */
export function nextByClock(evaluations: readonly Evaluation[], now: UnixSeconds): UnixSeconds {
  let next = NEVER;
  for (const { verdict, decision, alert } of evaluations) {
    if (verdict.kind === 'measured' && verdict.finding.nextAt !== null) {
      next = Math.min(next, verdict.finding.nextAt);
    }
    if (verdict.kind === 'unknown' && verdict.cause === 'not-polled-since-downtime') {
      next = Math.min(next, now + MINUTE);
    }
    if (alert?.state === 'open' || decision.kind === 'open' || decision.kind === 'reopen') {
      next = Math.min(next, now + OPEN_ALERTS_EVERY);
    }
  }
  return Math.max(next, now + 1);
}
