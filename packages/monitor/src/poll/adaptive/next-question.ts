import { type EsimKey, planQuestion, reasonInWords, type UnixSeconds } from '@roamwatch/core';
import { nextOccurrence } from '../../schedule/occurrence.js';
import { fleetView, type Planning, policyOf, polledEsims, pollTarget } from './fleet.js';

/** When an eSIM is asked next, and why then. */
export interface NextQuestion {
  /** Not later than the budget allows; in the past: it waits its turn. Null when it never is. */
  readonly dueAt: UnixSeconds | null;
  /** "312 MB above the next limit, at most 190 MB an hour, figures move every 4 hours". */
  readonly reason: string;
}

export function nextQuestion(planning: Planning, esim: EsimKey): NextQuestion {
  const { config, now } = planning;
  if (pollTarget(planning, esim) === undefined) {
    return { dueAt: null, reason: 'it is not asked for usage' };
  }
  const { schedule, adaptive } = config.poll;
  const [polled] = adaptive === null ? [] : polledEsims(planning, [esim]);
  if (polled === undefined) {
    const dueAt = nextOccurrence(schedule, config.timeZone, now());
    return { dueAt, reason: 'at the next poll, with all others' };
  }
  const view = fleetView(planning);
  const question = planQuestion(polled, view, policyOf(config));
  return { dueAt: question.dueAt, reason: reasonInWords(polled, view, question) };
}
