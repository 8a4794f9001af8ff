import { formatDuration } from '../../time/duration.js';
import { DAY, MINUTE, type Seconds, type UnixSeconds } from '../../time/instant.js';
import { formatInstant } from '../../time/zone.js';
import type { Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import type { Step } from './steps.js';
import { measured, notApplicable, type Words } from './verdict.js';

/** What counts down to its end. */
export interface Countdown {
  /** "the package", "the unused profile". */
  readonly what: string;
  /** "ends", "lapses". */
  readonly verb: string;
  /** "expired", "lapsed". */
  readonly past: string;
  readonly endsAt: UnixSeconds;
  /** Null when unknown. */
  readonly length: Seconds | null;
}

/** After this long an end is no news: nobody is told, and an open alert is closed without a word. */
const NEWS_FOR = DAY;

/** An end that wanders by less than this does not take back what was said about it. */
const JITTER = 10 * MINUTE;

const SKIPPED = notApplicable('every limit is as long as the whole package: it would fire at birth');

/**
 * Which step an end has come within, by the clock. A step not shorter than the whole is skipped. An end that
 * passed a short while ago, for instance while the daemon was down, has come within all of them.
 */
export function judgeCountdown(
  countdown: Countdown,
  allSteps: readonly Step<Seconds>[],
  context: EvaluationContext,
): Verdict {
  const { endsAt, length } = countdown;
  const left = endsAt - context.now;
  if (left < -NEWS_FOR) return notApplicable(`${countdown.what} ${countdown.past} more than a day ago`);
  const steps = length === null ? allSteps : allSteps.filter(({ limit }) => limit < length);
  const [first] = steps;
  if (!first) return SKIPPED;

  const reached = steps.findLast(({ limit }) => left <= limit);
  const next = steps.find(({ rank }) => rank > (reached?.rank ?? 0));
  const outcome = {
    step: reached?.rank ?? 0,
    severity: reached?.severity ?? null,
    clear: left > first.limit + JITTER,
    nextAt: next && left > next.limit ? endsAt - next.limit : null,
  };
  return measured(outcome, () => wordsFor(countdown, (reached ?? first).limit, left, context));
}

function wordsFor(countdown: Countdown, limit: Seconds, left: Seconds, context: EvaluationContext): Words {
  const { what, verb, past, endsAt } = countdown;
  const when = formatInstant(endsAt, context.zone ?? 'UTC');
  const threshold = formatDuration(limit);
  if (left <= 0) {
    const value = `${past} ${formatDuration(-left)} ago`;
    return { value, threshold, reason: `${what} ${value} (${when})` };
  }
  const value = `${verb} in ${formatDuration(left)}`;
  const relation = left <= limit ? 'within' : 'more than';
  return { value, threshold, reason: `${what} ${value} (${when}), ${relation} ${threshold}` };
}
