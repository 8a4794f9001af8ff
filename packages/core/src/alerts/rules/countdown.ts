import type { EsimFacts } from '../../fleet/facts.js';
import { DAY, MINUTE, type Seconds, type UnixSeconds } from '../../time/instant.js';
import { coversBySeverity } from '../severity.js';
import type { EvaluationContext } from './context.js';
import type { FindingOf, NotifiedOf } from './finding.js';
import type { Ranked, TimeThreshold } from './thresholds.js';
import { notApplicable, unknown, type VerdictOf } from './verdict.js';

/** How far an end is away. */
export interface Countdown {
  readonly endsAt: UnixSeconds;
  /** When this was measured; negative once it has passed. */
  readonly left: Seconds;
  /** Present when it passed while nobody looked. */
  readonly whileDown?: true;
}

export type CountdownFinding<Kind extends string> = FindingOf<Kind, Countdown, TimeThreshold>;

/** After this long nobody needs to know of an end: no alert fires, and an open one is closed silently. */
const NOTIFIED_FOR: Seconds = DAY;

/** An end that wanders by less than this does not resolve what people were notified of. */
const JITTER: Seconds = 10 * MINUTE;

const TOO_LONG = notApplicable('thresholds-too-long');
const LONG_AGO = notApplicable('ended-long-ago');
const NOT_POLLED_SINCE = unknown('not-polled-since-downtime');

/** True for an end of an eSIM that was known, if it passed while nobody looked. */
export function endedWhileDown(
  endsAt: UnixSeconds | null,
  { firstSeenAt }: Pick<EsimFacts, 'firstSeenAt'>,
  { downtime }: EvaluationContext,
): boolean {
  if (!downtime || endsAt === null || firstSeenAt > downtime.from) return false;
  return endsAt > downtime.from && endsAt <= downtime.until;
}

/**
 * Which threshold an end has come within, by the clock. One not shorter than the whole is skipped. An end that
 * passed a short while ago, or while the daemon was down, has come within all of them.
 *
 * @param length of the whole; null when unknown.
 */
export function judgeCountdown<Kind extends string>(
  kind: Kind,
  endsAt: UnixSeconds,
  length: Seconds | null,
  thresholds: readonly Ranked<TimeThreshold>[],
  facts: EsimFacts,
  context: EvaluationContext,
): VerdictOf<CountdownFinding<Kind>> {
  const left = endsAt - context.now;
  const whileDown = endedWhileDown(endsAt, facts, context);
  if (whileDown && context.downtime?.isPolledSince === false) return NOT_POLLED_SINCE;
  if (left < -NOTIFIED_FOR && !whileDown) return LONG_AGO;
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
      measured: { endsAt, left, ...(whileDown && { whileDown }) },
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
