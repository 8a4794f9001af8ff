import type { Severity } from './severity.js';

/** Conditions a rule or route puts on an eSIM; `*` and `?` are wildcards; every given key must match. */
export interface EsimMatch {
  readonly status?: string;
  readonly label?: string;
  readonly cost_centre?: string;
  readonly project?: string;
  readonly iccid?: string;
}

/** The fields that a rule, route or silence can match; those an eSIM lacks are null. */
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

/** A pattern per key; `*` matches any text, `?` one character, and case does not matter. */
export type SubjectMatch = { readonly [Key in SubjectKey]?: string };

type Condition = readonly [key: SubjectKey, pattern: Wildcard];

/** Matches come from the configuration: few, and used for every eSIM of every cycle. */
const compiled = new WeakMap<SubjectMatch, readonly Condition[]>();

/** True when every given key matches. What a subject lacks counts as empty text. */
export function matches(match: SubjectMatch, subject: Partial<RouteSubject>): boolean {
  return conditionsOf(match).every(([key, pattern]) => matchesWildcard(subject[key] ?? '', pattern));
}

/**
 * True when whatever `narrow` matches, `wide` is known to match too. Two patterns with wildcards are compared as they are written, so that
 * some such pairs are not recognised.
 */
export function covers(wide: SubjectMatch, narrow: SubjectMatch): boolean {
  return conditionsOf(wide).every(([key, pattern]) => {
    if (pattern.length > 0 && pattern.every((character) => character === '*')) return true;
    const other = narrow[key]?.toLowerCase();
    if (other === undefined) return false;
    return other === pattern.join('') || (!/[*?]/.test(other) && matchesWildcard(other, pattern));
  });
}

function conditionsOf(match: SubjectMatch): readonly Condition[] {
  const known = compiled.get(match);
  if (known) return known;
  const conditions = Object.entries(match).map(
    ([key, pattern]) => [key as SubjectKey, charactersOf(pattern)] as const,
  );
  compiled.set(match, conditions);
  return conditions;
}

/** A pattern by its characters, in lower case. */
type Wildcard = readonly string[];

function charactersOf(text: string): Wildcard {
  return [...text.toLowerCase()];
}

/**
 * True when `*` (any text) and `?` (any character) match what a text has there. Only the last star is ever retried,
 * because an earlier one gains nothing by taking more: the time is at most the product of both lengths.
 */
function matchesWildcard(text: string, pattern: Wildcard): boolean {
  const characters = charactersOf(text);
  let [at, inPattern] = [0, 0];
  let star: { readonly inPattern: number; at: number } | null = null;
  while (at < characters.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = { inPattern, at };
      inPattern += 1;
    } else if (wanted === '?' || (wanted !== undefined && wanted === characters[at])) {
      at += 1;
      inPattern += 1;
    } else if (star !== null) {
      star.at += 1;
      at = star.at;
      inPattern = star.inPattern + 1;
    } else return false;
  }
  return pattern.slice(inPattern).every((rest) => rest === '*');
}
