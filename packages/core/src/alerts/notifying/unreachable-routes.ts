import { covers, matches, type SubjectKey, type SubjectMatch } from '../match.js';
import type { PossibleAlert } from './possible-alerts.js';
import type { Route } from './route.js';

/** A route that no alert reaches. */
export interface UnreachableRoute {
  /** Its place in the list of routes, from 0. */
  readonly place: number;
  /** `no-match`: no alert meets its conditions; `taken`: routes above take all that do, and do not `continue`. */
  readonly because: 'no-match' | 'taken';
}

/** The routes that none of these alerts reaches, as far as that can be told of patterns with wildcards. */
export function unreachableRoutes(
  routes: readonly Route[],
  alerts: readonly PossibleAlert[],
): readonly UnreachableRoute[] {
  return routes.flatMap(({ match }, place): readonly UnreachableRoute[] => {
    const matched = alerts.flatMap((alert) => inCommon(match, alert) ?? []);
    if (matched.length === 0) return [{ place, because: 'no-match' }];
    const above = routes.slice(0, place).filter((route) => !route.continue);
    const isTaken = matched.every((narrow) => above.some((route) => covers(route.match, narrow)));
    return isTaken ? [{ place, because: 'taken' }] : [];
  });
}

/** The conditions that those of the alerts meet which a route matches; null: it matches none of them. */
function inCommon(route: SubjectMatch, { fixed, match }: PossibleAlert): SubjectMatch | null {
  const both: Partial<Record<SubjectKey, string>> = { ...match };
  for (const [key, pattern] of Object.entries(route) as readonly (readonly [SubjectKey, string])[]) {
    if (key in fixed ? !fits(fixed[key] ?? '', pattern) : contradict(pattern, both[key])) return null;
    both[key] = isText(both[key]) ? both[key] : pattern;
  }
  for (const [key, value] of Object.entries(fixed)) both[key as SubjectKey] = value ?? '';
  return both;
}

function contradict(one: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  return (isText(one) && !fits(one, other)) || (isText(other) && !fits(other, one));
}

function fits(label: string, pattern: string): boolean {
  return matches({ label: pattern }, { label });
}

/** True for a pattern that only one text matches. */
function isText(pattern: string | undefined): pattern is string {
  return pattern !== undefined && !/[*?]/.test(pattern);
}
