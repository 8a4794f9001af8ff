import { formatDuration } from '../../time/duration.js';
import { HOUR, type Seconds, type UnixSeconds } from '../../time/instant.js';
import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import type { StaleRule } from './rule.js';
import { type Step, smallestFirst, stepsOf } from './steps.js';
import { measured, notApplicable, unknown } from './verdict.js';

const POLLED_BY_DEFAULT = ['INSTALLED', 'READY'];

/** A single failure after the daemon itself was away for days says nothing yet: the calls must keep failing. */
const FAILING_FOR_AT_LEAST = HOUR;

const NOT_ASKED = notApplicable('it is not asked for usage');
const PROVIDER_DOWN = unknown('the provider cannot be reached, which has its own alert');

/** No good reading for a limit, although the provider answers. */
export function judgeStale(rule: StaleRule, facts: EsimFacts, context: EvaluationContext): Verdict {
  const polled = context.polled ?? POLLED_BY_DEFAULT;
  if (!facts.usageCheck || facts.iccid === null || !polled.includes(facts.status)) return NOT_ASKED;
  if (context.providerDown) return PROVIDER_DOWN;

  const steps = stepsOf(rule, smallestFirst);
  const lastGood = facts.reading?.at ?? facts.firstSeenAt;
  const due = ({ limit }: Step<Seconds>) => silentFrom(limit, lastGood, facts.failingSince);
  const reached = steps.findLast((step) => due(step) <= context.now);
  const next = steps.find(({ rank }) => rank > (reached?.rank ?? 0));
  const outcome = {
    step: reached?.rank ?? 0,
    severity: reached?.severity ?? null,
    clear: facts.failingSince === null,
    nextAt: next && facts.failingSince !== null ? due(next) : null,
  };
  return measured(outcome, () => {
    const since = formatDuration(context.now - lastGood);
    const value = facts.reading ? `last good reading ${since} ago` : `no good reading for ${since}`;
    const threshold = formatDuration((reached ?? steps[0])?.limit ?? 0);
    return { value, threshold, reason: reached ? `${value}, longer than ${threshold}` : value };
  });
}

/** When a limit is reached: never while calls succeed. */
function silentFrom(limit: Seconds, lastGood: UnixSeconds, failingSince: UnixSeconds | null): UnixSeconds {
  if (failingSince === null) return Number.POSITIVE_INFINITY;
  return Math.max(lastGood + limit, failingSince + Math.min(limit, FAILING_FOR_AT_LEAST));
}
