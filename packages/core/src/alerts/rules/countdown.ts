import { DAY, MINUTE, type Seconds, type UnixSeconds } from '../../time/instant.js';
import { coversBySeverity } from '../severity.js';
import type { FindingOf, NotifiedOf } from './finding.js';
import type { Ranked, TimeThreshold } from './thresholds.js';
import { notApplicable, type VerdictOf } from './verdict.js';

/** How far an end is away. */
export interface Countdown {
  readonly endsAt: UnixSeconds;
  /** When this was measured; negative once it has passed. */
  readonly left: Seconds;
}

export type CountdownFinding<Kind extends string> = FindingOf<Kind, Countdown, TimeThreshold>;

/** After this long nobody needs to know of an end: no alert fires, and an open one is closed silently. */
const NOTIFIED_FOR: Seconds = DAY;

/** An end that wanders by less than this does not resolve what people were notified of. */
const JITTER: Seconds = 10 * MINUTE;

const TOO_LONG = notApplicable('thresholds-too-long');
const LONG_AGO = notApplicable('ended-long-ago');

/**
 * Which threshold an end has come within, by the clock. One not shorter than the whole is skipped. An end that
 * passed a short while ago, for instance while the daemon was down, has come within all of them.
 *
 * @param length of the whole; null when unknown.
 */
export function judgeCountdown<Kind extends string>(
  kind: Kind,
  endsAt: UnixSeconds,
  length: Seconds | null,
  thresholds: readonly Ranked<TimeThreshold>[],
  now: UnixSeconds,
): VerdictOf<CountdownFinding<Kind>> {
  const left = endsAt - now;
  if (left < -NOTIFIED_FOR) return LONG_AGO;
  const shorter =
    length === null ? thresholds : thresholds.filter(({ threshold }) => threshold.seconds < length);
  const [first] = shorter;
  if (!first) return TOO_LONG;

  const reached = shorter.findLast(({ threshold }) => left <= threshold.seconds);
  const next = shorter.find(({ rank }) => rank > (reached?.rank ?? 0));
  return {
    kind: 'measured',
    rank: reached?.rank ?? 0,
    clear: left > first.threshold.seconds + JITTER,
    finding: {
      kind,
      measured: { endsAt, left },
      reached: reached?.threshold ?? null,
      next: next?.threshold ?? null,
      nextAt: next && left > next.threshold.seconds ? endsAt - next.threshold.seconds : null,
    },
  };
}

/** For thresholds of time left: what people were notified of had come as near. */
export function coversTimeLeft(
  { measured, reached: before }: NotifiedOf<string, { readonly left: Seconds }, TimeThreshold>,
  { reached }: { readonly reached: TimeThreshold },
): boolean {
  const nearest = Math.min(before.seconds, measured?.left ?? before.seconds);
  return coversBySeverity(before.severity, reached.severity, () => nearest <= reached.seconds);
}
