import type { Alert } from '../alert.js';
import type { EsimMatch, RouteSubject } from '../match.js';
import { findingIn } from '../reason.js';
import type { Severity } from '../severity.js';

/** The fields of an alert that routes and silences match. */
export interface MatchedAlert {
  readonly severity: Severity;
  readonly rule: string;
  readonly status: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly iccid: string | null;
}

/** The fields by which an alert about several eSIMs is matched: the conditions that choose them, as they are written. */
export function namedBy(match: EsimMatch): Omit<MatchedAlert, 'severity' | 'rule'> {
  const { status, label, cost_centre: costCentre, project, iccid } = match;
  return {
    status: status ?? null,
    label: label ?? null,
    costCentre: costCentre ?? null,
    project: project ?? null,
    iccid: iccid ?? null,
  };
}

/** The same of a stored alert that is about no single eSIM. */
export function namedByReason({ reason }: Pick<Alert, 'reason'>): Omit<MatchedAlert, 'severity' | 'rule'> {
  const finding = findingIn(reason);
  return namedBy(finding?.kind === 'budget' ? finding.measured.match : {});
}

/** An alert as routes and silences match it, by the keys of the configuration. */
export function subjectOf({
  severity,
  rule,
  status,
  label,
  costCentre,
  project,
  iccid,
}: MatchedAlert): RouteSubject {
  return { severity, rule, status, label, cost_centre: costCentre, project, iccid };
}
