import type { RouteSubject } from '../match.js';
import type { Severity } from '../severity.js';

/** What of an alert routes and silences look at. */
export interface MatchedAlert {
  readonly severity: Severity;
  readonly rule: string;
  readonly status: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly iccid: string | null;
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
