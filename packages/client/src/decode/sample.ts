import { printable } from '../text/printable.js';

const LONGEST_SAMPLE = 160;
const LONGEST_VALUE = 40;

type Wire = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An excerpt with the named fields alone, so that no field that may be secret gets into it. */
export function sampleOf(value: unknown, names: readonly string[]): string {
  if (!isRecord(value)) return kindOf(value);
  const shown = names.map((name) => [name, shownField(value[name])]);
  return cut(JSON.stringify(Object.fromEntries(shown)), LONGEST_SAMPLE);
}

/** The names of the fields that are there. */
export function namesOf(wire: Wire): string {
  return cut(`has ${Object.keys(wire).slice(0, LONGEST_SAMPLE).join(', ')}`, LONGEST_SAMPLE);
}

function shownField(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, LONGEST_VALUE);
  return typeof value === 'object' && value !== null ? kindOf(value) : value;
}

/** Never with half a character at its end. */
function cut(text: string, longest: number): string {
  return printable(text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, ''));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
