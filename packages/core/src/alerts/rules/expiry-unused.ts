import { isUnused } from '../../fleet/status.js';
import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import { judgeCountdown } from './countdown.js';
import type { ExpiryUnusedRule } from './rule.js';
import { largestFirst, stepsOf } from './steps.js';
import { notApplicable, unknown } from './verdict.js';

const IN_USE = notApplicable('it is not a profile waiting to be installed');
const NO_LAPSE = unknown('it is not known when the unused profile lapses');

export function judgeExpiryUnused(
  rule: ExpiryUnusedRule,
  facts: EsimFacts,
  context: EvaluationContext,
): Verdict {
  if (!isUnused(facts.status)) return IN_USE;
  if (facts.lapsesAt === null) return NO_LAPSE;
  const countdown = {
    what: 'the profile, never installed,',
    verb: 'lapses',
    past: 'lapsed',
    endsAt: facts.lapsesAt,
    length: null,
  };
  return judgeCountdown(countdown, stepsOf(rule, largestFirst), context);
}
