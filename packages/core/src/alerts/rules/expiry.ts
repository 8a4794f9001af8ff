import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import { judgeCountdown } from './countdown.js';
import type { ExpiryRule } from './rule.js';
import { largestFirst, stepsOf } from './steps.js';
import { unknown } from './verdict.js';

const NO_END = unknown('it is not known when its package ends');

export function judgeExpiry(rule: ExpiryRule, facts: EsimFacts, context: EvaluationContext): Verdict {
  const endsAt = facts.reading?.packageEndsAt ?? null;
  if (endsAt === null) return NO_END;
  const startedAt = facts.reading?.packageStartedAt ?? null;
  const length = startedAt === null || startedAt >= endsAt ? null : endsAt - startedAt;
  const countdown = { what: 'the package', verb: 'ends', past: 'expired', endsAt, length };
  return judgeCountdown(countdown, stepsOf(rule, largestFirst), context);
}
