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

/** The fault of a matcher, and the part that has it. */
export interface MatcherFault {
  readonly kind: 'no-condition' | 'no-value' | 'given-twice' | 'no-severity';
  readonly part: string;
}

/** A matcher that cannot be read. Its message is a sentence for the operator, in English. */
export class MatcherError extends RangeError {
  override readonly name = 'MatcherError';

  constructor(
    readonly fault: MatcherFault,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads "severity=warning,label=Anna*": every condition must match; `*` and `?` are wildcards.
 *
 * @throws MatcherError
 */
export function parseMatcher(text: string): Matcher {
  const match: { [Key in SubjectKey]?: string } = {};
  for (const condition of text.split(',')) {
    const [, name = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(condition) ?? [];
    const key = KEYS.find((known) => known === name);
    const part = condition.trim();
    if (!key)
      throw new MatcherError({ kind: 'no-condition', part }, `"${part}" is not a condition: ${HOW_TO}`);
    if (value === '') throw new MatcherError({ kind: 'no-value', part }, `"${part}" has no value: ${HOW_TO}`);
    if (match[key] !== undefined) {
      const message = `"${key}" is given twice: every condition must hold at once.`;
      throw new MatcherError({ kind: 'given-twice', part: key }, message);
    }
    if (key === 'severity' && !isSeverity(value)) {
      const message = `"${value}" is no severity: it is warning or critical.`;
      throw new MatcherError({ kind: 'no-severity', part: value }, message);
    }
    match[key] = value;
  }
  return match;
}

/** A pattern may match both. A plain word must be one of the two, or it would never match. */
function isSeverity(value: string): boolean {
  return /[*?]/.test(value) || ['warning', 'critical'].includes(value.toLowerCase());
}

export function matcherMatches(matcher: Matcher, subject: RouteSubject): boolean {
  return matches(matcher, subject);
}
