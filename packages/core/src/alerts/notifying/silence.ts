import { matches, type RouteSubject, type SubjectKey, type SubjectMatch } from '../match.js';

const KEYS: readonly SubjectKey[] = [
  'severity',
  'rule',
  'iccid',
  'label',
  'status',
  'cost_centre',
  'project',
];
const HOW_TO = `write key=value, several joined by commas, such as severity=warning,label=Anna*; the keys are ${KEYS.join(', ')}.`;

/** Which alerts a silence covers. */
export type Matcher = SubjectMatch;

/**
 * Reads "severity=warning,label=Anna*": every condition must hold; `*` and `?` are wildcards.
 *
 * @throws RangeError with a sentence for the operator.
 */
export function parseMatcher(text: string): Matcher {
  const match: { [Key in SubjectKey]?: string } = {};
  for (const condition of text.split(',')) {
    const [, name = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(condition) ?? [];
    const key = KEYS.find((known) => known === name);
    if (!key) throw new RangeError(`"${condition.trim()}" is not a condition: ${HOW_TO}`);
    if (value === '') throw new RangeError(`"${condition.trim()}" has no value: ${HOW_TO}`);
    if (match[key] !== undefined)
      throw new RangeError(`"${key}" is given twice: every condition must hold at once.`);
    if (key === 'severity' && !isSeverity(value))
      throw new RangeError(`"${value}" is no severity: it is warning or critical.`);
    match[key] = value;
  }
  return match;
}

/** A pattern may stand for both; a plain word must be one of the two, or it would never match. */
function isSeverity(value: string): boolean {
  return /[*?]/.test(value) || ['warning', 'critical'].includes(value.toLowerCase());
}

export function matcherMatches(matcher: Matcher, subject: RouteSubject): boolean {
  return matches(matcher, subject);
}
