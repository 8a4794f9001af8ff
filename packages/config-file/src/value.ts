import { parseDuration, type Seconds } from '@roamwatch/core';
import { z } from 'zod';

/** Text that is one of a known set but for a slip. */
export class Misspelt extends RangeError {
  constructor(
    message: string,
    readonly meant: string | null,
  ) {
    super(message);
  }
}

/** Text that `parse` turns into a value; the message of a RangeError it throws becomes the problem. */
export function parsed<T>(what: string, example: string, parse: (text: string) => T, form?: string) {
  return z
    .string({
      error: ({ input }) => {
        if (input === undefined) return undefined;
        const needsQuotes = isUnquoted(input) && isGood(() => parse(String(input)));
        return `must be ${what} such as ${inYaml(example)}${needsQuotes ? `: ${PUT_IN_QUOTES}` : ''}`;
      },
    })
    .meta({ examples: [example], ...(form === undefined ? {} : { pattern: inSchema(form) }) })
    .transform((text, context) => {
      try {
        return parse(text.trim());
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const suggestion = error instanceof Misspelt ? error.meant : null;
        context.addIssue({
          code: 'custom',
          message: error.message.replace(/\.$/, ''),
          params: { suggestion },
        });
        return z.NEVER;
      }
    });
}

/** The way out where YAML has read a text, such as an ICCID, as something else. */
export const PUT_IN_QUOTES = 'put it in quotes';

/** True for what YAML makes of digits or of a word such as `true`, where text was meant. */
export function isUnquoted(value: unknown): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function isGood(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

/** Text that takes something from the environment: only the program knows what. */
export const VARIABLE_FORM = '\\$\\{';

/**
 * A regular expression for the JSON Schema, which judges what is written before variables are looked up. It is coarser than `parse`:
 * it must never refuse what the program accepts.
 */
export function inSchema(form: string): string {
  return `^\\s*(?:${form})\\s*$|${VARIABLE_FORM}`;
}

/** As it has to be written: a leading `*` and a time of day need quotes. */
function inYaml(text: string): string {
  return /[*<]|^\d+:\d+$/.test(text) ? `"${text}"` : text;
}

/** Text that must satisfy `test`. */
export function checked(what: string, example: string, test: (text: string) => boolean, form?: string) {
  return parsed(
    what,
    example,
    (text) => {
      if (!test(text)) throw new RangeError(`"${text}" is not ${what} such as ${inYaml(example)}`);
      return text;
    },
    form,
  );
}

/** A number, also as the text that a `${VARIABLE}` leaves behind. */
export function numeric<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value),
    schema,
  );
}

/** A whole number from `smallest` to `largest`, also as text, as a value of the environment is. */
export const wholeNumber = (smallest: number, largest: number) =>
  numeric(z.int({ error: 'must be a whole number' }).min(smallest).max(largest));
/** A number above 0 and up to `largest`, also as text. */
export const positiveNumber = (largest: number) => numeric(z.number().positive().max(largest));

/** Starts with a number and has a unit. */
export const DURATION = '(?!0+\\s*[dhmsDHMS])\\d{1,9}\\s*[dhmsDHMS]';

/** A length of time such as `7d`, in seconds. */
export const duration = parsed('a length of time', '7d', positiveDuration, DURATION);

/**
 * A length of time such as `7d`, in seconds.
 *
 * @throws RangeError when the text is none, or is 0.
 */
export function positiveDuration(text: string): Seconds {
  const seconds = parseDuration(text);
  if (seconds === 0) throw new RangeError('must be longer than nothing');
  return seconds;
}

/** A list without duplicates that is not empty. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .min(1, 'must not be empty')
    .meta({ uniqueItems: true })
    .superRefine((items, context) => {
      const seen = new Set<string>();
      for (const [index, value] of items.entries()) {
        const key = JSON.stringify(value);
        if (seen.has(key)) context.addIssue({ code: 'custom', path: [index], message: 'is listed twice' });
        seen.add(key);
      }
    });
}
