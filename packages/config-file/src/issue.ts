import type { z } from 'zod';
import type { ConfigDocument } from './document.js';
import { nearest } from './nearest.js';
import { type ConfigProblem, type Path, printPath } from './problem.js';
import { type JsonSchema, validKeys } from './valid-keys.js';
import { isUnquoted, PUT_IN_QUOTES } from './value.js';

type Issue = z.core.$ZodIssue;

/** The validated object, and its schema. */
export interface Validated {
  readonly document: ConfigDocument;
  readonly value: unknown;
  readonly schema: JsonSchema;
}

/** An issue of the validator as problems an operator can act on. */
export function problemsOf(issue: Issue, validated: Validated): readonly ConfigProblem[] {
  const { document, value, schema } = validated;
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const valid = validKeys(schema, path, value);
    return issue.keys.map((key) => {
      const meant = nearest(key, valid);
      const message = meant === null ? `unknown key; there are ${valid.join(', ')}` : 'unknown key';
      const at = [...path, key];
      return document.problemAt(at, printPath(at), message, meant);
    });
  }
  const alternative = issue.code === 'invalid_union' ? meantBy(issue.errors) : undefined;
  if (alternative !== undefined) {
    return alternative.flatMap((inner) =>
      problemsOf({ ...inner, path: [...path, ...inner.path] }, validated),
    );
  }
  const { message, suggestion } = inWords(issue, valueAt(value, path), () => validKeys(schema, path, value));
  return [document.problemAt(path, printPath(path), message, suggestion)];
}

/** The fault of the alternative that was meant: the last one of the kind of value that was found. */
function meantBy(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isOtherKind = (issues: readonly Issue[]) =>
    issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  return alternatives.findLast((issues) => !isOtherKind(issues)) ?? alternatives.at(-1);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, part) => (here as Record<PropertyKey, unknown> | null)?.[part], value);
}

function inWords(
  issue: Issue,
  found: unknown,
  keys: () => readonly string[],
): { message: string; suggestion: string | null } {
  if (issue.code !== 'custom' && found === undefined) return { message: 'is missing', suggestion: null };
  if (issue.code !== 'custom' && found === null) return { message: 'has no value', suggestion: null };
  switch (issue.code) {
    case 'invalid_value':
      return choice(found, issue.values);
    case 'invalid_union':
      return choice(found, ('options' in issue && issue.options) || []);
    case 'invalid_type':
      return { message: kindMessage(issue, found, keys), suggestion: null };
    case 'custom':
      return { message: issue.message, suggestion: (issue.params?.suggestion as string | null) ?? null };
    default:
      return { message: plainMessage(issue), suggestion: null };
  }
}

function choice(found: unknown, valid: readonly unknown[]): { message: string; suggestion: string | null } {
  const words = valid.map(String);
  return {
    message: `must be ${words.length === 1 ? words[0] : `one of ${words.join(', ')}`}`,
    suggestion: nearest(String(found), words),
  };
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'must be a list such as [a, b]',
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
};

function kindMessage(
  issue: z.core.$ZodIssueInvalidType,
  found: unknown,
  keys: () => readonly string[],
): string {
  if (!issue.message.startsWith('Invalid input')) return issue.message;
  // The value is not repeated: it may be a secret.
  if (issue.expected === 'array' && typeof found === 'string')
    return `${KINDS.array}: put [ ] around a single value`;
  if (issue.expected === 'string' && isUnquoted(found)) return `${KINDS.string}: ${PUT_IN_QUOTES}`;
  if (issue.expected === 'object') return `must hold keys and values such as { ${keys()[0] ?? 'key'}: … }`;
  return KINDS[issue.expected] ?? issue.message;
}

function plainMessage(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'number'
        ? `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
        : issue.message;
    case 'too_big':
      return `must ${issue.origin === 'array' ? 'have' : 'be'} at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}
