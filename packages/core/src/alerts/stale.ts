import { formatDuration } from '../time/duration.js';
import { HOUR, type Seconds } from '../time/instant.js';
import type { EsimFacts, Verdict } from './alert.js';
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
  const age = context.now - (facts.reading?.at ?? facts.firstSeenAt);
  const failing = facts.failingSince === null ? null : context.now - facts.failingSince;
  const reached = steps.findLast((step) => isSilent(step, age, failing));
  const outcome = {
    step: reached?.rank ?? 0,
    severity: reached?.severity ?? null,
    clear: failing === null,
    nextAt: null,
  };
  return measured(outcome, () => {
    const value = `${facts.reading ? 'last' : 'no'} good reading ${facts.reading ? '' : 'for '}${formatDuration(age)}${facts.reading ? ' ago' : ''}`;
    const threshold = formatDuration((reached ?? steps[0])?.limit ?? 0);
    return { value, threshold, reason: reached ? `${value}, longer than ${threshold}` : value };
  });
}

function isSilent({ limit }: Step<Seconds>, age: Seconds, failing: Seconds | null): boolean {
  return failing !== null && age >= limit && failing >= Math.min(limit, FAILING_FOR_AT_LEAST);
}
