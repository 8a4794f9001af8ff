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
  readonly kind: 'no-condition' | 'no-value' | 'given-twice' | 'no-severity' | 'no-rule';
  readonly part: string;
  /** The names there are, where the part is none of them; otherwise empty. */
  readonly known: readonly string[];
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
    if (!key) throw fault('no-condition', part, `"${part}" is not a condition: ${HOW_TO}`);
    if (value === '') throw fault('no-value', part, `"${part}" has no value: ${HOW_TO}`);
    if (match[key] !== undefined) {
      const message = `"${key}" is given twice: every condition must hold at once.`;
      throw fault('given-twice', key, message);
    }
    if (key === 'severity' && !isSeverity(value)) {
      const message = `"${value}" is no severity: it is warning or critical.`;
      throw fault('no-severity', value, message);
    }
    match[key] = value;
  }
  return match;
}

/**
 * Reads the matcher of a new silence: one whose rule is none of these would cover nothing. Those that are stored may name a rule that was
 * removed since.
 *
 * @throws MatcherError
 */
export function parseNewMatcher(text: string, rules: readonly string[]): Matcher {
  const matcher = parseMatcher(text);
  const { rule } = matcher;
  if (rule === undefined || rules.some((name) => matches({ rule }, { rule: name }))) return matcher;
  throw fault('no-rule', rule, `there is no rule "${rule}": the rules are ${rules.join(', ')}.`, rules);
}

function fault(
  kind: MatcherFault['kind'],
  part: string,
  message: string,
  known: readonly string[] = [],
): MatcherError {
  return new MatcherError({ kind, part, known }, message);
}

/** A pattern may match both. A plain word must be one of the two, or it would never match. */
function isSeverity(value: string): boolean {
  return /[*?]/.test(value) || ['warning', 'critical'].includes(value.toLowerCase());
}

export function matcherMatches(matcher: Matcher, subject: RouteSubject): boolean {
  return matches(matcher, subject);
}
