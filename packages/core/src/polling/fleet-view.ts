import type { Seconds } from '../time/instant.js';
import type { Rhythm } from './rhythm.js';

/** The data common to all eSIMs when their next polls are planned. */
export interface FleetView {
  readonly rhythm: Rhythm | null;
  /** The usual use of an eSIM. */
  readonly bytesPerHour: number;
  /** The expected delay, in seconds, that is worth a request: the smaller the fleet or the larger the budget, the less. */
  readonly patience: Seconds;
  /** The ceiling, or more where the budget does not allow it. */
  readonly longestWait: Seconds;
}

/** This share of the budget is for the longest waits, so that many urgent ones starve nobody. */
export const SHARE_FOR_THE_PATIENT = 1 / 4;
