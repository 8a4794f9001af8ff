import type { EsimFacts } from '../../fleet/facts.js';
import { type EsimMatch, matches } from '../match.js';

/** The fields that the conditions of rules match. */
export type Subject = Pick<EsimFacts, 'status' | 'label' | 'costCentre' | 'project' | 'iccid'>;

/** True when the rule's own conditions choose this eSIM. */
export function concerns(rule: { readonly match?: EsimMatch }, subject: Subject): boolean {
  return rule.match === undefined || matches(rule.match, subjectOf(subject));
}

function subjectOf({ status, label, costCentre, project, iccid }: Subject) {
  return { status, label, cost_centre: costCentre, project, iccid };
}
