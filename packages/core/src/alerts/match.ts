import type { Severity } from './severity.js';

/** Conditions a rule or route puts on an eSIM; `*` and `?` are wildcards; every given key must match. */
export interface EsimMatch {
  readonly status?: string;
  readonly label?: string;
  readonly cost_centre?: string;
  readonly project?: string;
  readonly iccid?: string;
}

/** What a rule, route or silence can be told to look for; what an eSIM lacks is null. */
export interface RouteSubject {
  readonly severity: Severity;
  readonly rule: string;
  readonly status: string | null;
  readonly label: string | null;
  readonly cost_centre: string | null;
  readonly project: string | null;
  readonly iccid: string | null;
}

export type SubjectKey = keyof RouteSubject;

/** A pattern per key; `*` stands for any text, `?` for one character, and case does not matter. */
export type SubjectMatch = { readonly [Key in SubjectKey]?: string };

type Condition = readonly [key: SubjectKey, pattern: RegExp];

/** Matches come from the configuration: few, and used for every eSIM of every cycle. */
const compiled = new WeakMap<SubjectMatch, readonly Condition[]>();

/** True when every given key matches. What a subject lacks counts as empty text. */
export function matches(match: SubjectMatch, subject: Partial<RouteSubject>): boolean {
  return conditionsOf(match).every(([key, pattern]) => pattern.test(subject[key] ?? ''));
}

function conditionsOf(match: SubjectMatch): readonly Condition[] {
  const known = compiled.get(match);
  if (known) return known;
  const conditions = Object.entries(match).map(
    ([key, pattern]) => [key as SubjectKey, wildcard(pattern)] as const,
  );
  compiled.set(match, conditions);
  return conditions;
}

/** Runs of stars are one star, or matching them could take for ever. */
function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replaceAll('?', '.')}$`, 'isu');
}
