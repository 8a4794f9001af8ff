import { DAY, HOUR, type Seconds } from '../time/instant.js';
import { usedBytes } from '../usage/in-use.js';
import type { PolledEsim } from './polled-esim.js';

/** The expected use of one eSIM. */
export interface Outlook {
  /** Nothing was used and no end is set: the trip may begin any day. */
  readonly untouched: boolean;
  /** Bytes an hour, lately. */
  readonly recent: number;
  /** Bytes an hour over the package so far, drawn to the fleet's while there is little of it. */
  readonly steady: number;
}

/** So much of the fleet's usual use is mixed into what a young package shows. */
const YOUNG: Seconds = 12 * HOUR;
/** Travel starts soon after installation: within this, on average. */
const TRIP_BEGINS: Seconds = 5 * DAY;

/** The spread of use around its expected value, as the standard deviation of its logarithm. */
const STRAYS = 0.8;
/** Now and then somebody uses several times the usual. */
const SPREE = { chance: 0.1, times: 6, strays: 0.5 };
const [RECENT_COUNTS, STEADY_COUNTS] = [0.5, 0.4];
/** The value that 95 of 100 stay below, as a multiple of the expected. */
const AT_MOST = Math.exp(1.645 * STRAYS);

/** `usual`: bytes an hour that eSIMs in use usually use. */
export function outlookOf({ reading, memory }: PolledEsim, usual: number): Outlook {
  const used = usedBytes(reading) ?? 0;
  if (used <= 0 && reading?.packageEndsAt == null) return { untouched: true, recent: usual, steady: usual };
  const age = Math.max(0, (reading?.at ?? 0) - (reading?.packageStartedAt ?? reading?.at ?? 0));
  const steady = Math.max((used + (usual * YOUNG) / HOUR) / ((age + YOUNG) / HOUR), usual / 20, 1);
  const recent = Math.max(memory?.bytesPerHour ?? steady, steady / 10);
  return { untouched: false, recent, steady };
}

/** The chance that `bytes` more are used within a time. */
export function chanceOfUsing(outlook: Outlook, bytes: number, within: Seconds): number {
  const { untouched, recent, steady } = outlook;
  const hours = within / HOUR;
  if (untouched) {
    return Math.min(1, within / TRIP_BEGINS) * chance((steady * hours) / bytes, 1);
  }
  return (
    RECENT_COUNTS * chance((recent * hours) / bytes, STRAYS) +
    STEADY_COUNTS * chance((steady * hours) / bytes, STRAYS) +
    SPREE.chance * chance((SPREE.times * steady * hours) / bytes, SPREE.strays)
  );
}

/** Bytes an hour that use hardly exceeds. */
export function mostPerHour({ recent, steady }: Outlook): number {
  return Math.max(recent, steady) * AT_MOST;
}

/** The chance that a value spread log-normally around `expected` is at least 1. */
function chance(expected: number, strays: number): number {
  return normal(Math.log(expected) / strays);
}

/** The standard normal distribution function, to five digits (a logistic would do for ranking, not for chances). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = Math.exp((-z * z) / 2) * 0.39894228 * poly;
  return z > 0 ? 1 - tail : tail;
}
