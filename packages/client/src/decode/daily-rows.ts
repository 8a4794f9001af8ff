/**
 * Where the daily rows of an answer to "usage details" are in its text.
 *
 * They can be found without parsing only in the plain form that answers have: before their list there is no other list, and no
 * object but the two around it; after its beginning there are no objects but the rows. So what separates two objects there
 * separates two rows, unless it is part of a text: but then its quote would end that text, and no letter can follow.
 */
export interface DailyRows {
  /** Where the first one begins. */
  readonly first: number;
  /** Where the last one begins. */
  readonly last: number;
}

/** Nothing in it is escaped, so that no name is other than it looks. */
const UP_TO_THE_ROWS = /^\{(?:[^{}[\]\\]*,)?"data":\{[^{}[\]\\]*,"dataUsages":\[\{/;

const BETWEEN_ROWS = '},{"';
/** From the end of a row to the beginning of the next one. */
const TO_THE_NEXT = 2;
const ROW = /\{"[A-Za-z]/y;

/** Null where they have another form, or are fewer than two. */
export function dailyRowsIn(text: string): DailyRows | null {
  if (!UP_TO_THE_ROWS.test(text)) return null;
  const first = text.indexOf('[') + 1;
  const last = text.lastIndexOf(BETWEEN_ROWS) + TO_THE_NEXT;
  if (last < first || text.indexOf('[', first) !== -1 || text.indexOf('{', last + 1) !== -1) return null;
  ROW.lastIndex = last;
  return ROW.test(text) ? { first, last } : null;
}

/** The text of those before the last one. */
export function earlierRows(text: string, { first, last }: DailyRows): string {
  return text.slice(first, last);
}

/**
 * The text with only the last `count` of its rows; null where it has no more than that. It is no JSON where what looks like
 * the beginning of a row is inside a text: the quotes up to the last row do not match then.
 */
export function withLastRows(text: string, { first, last }: DailyRows, count: number): string | null {
  let start = last;
  for (let kept = 1; kept < count; kept++) {
    start = text.lastIndexOf(BETWEEN_ROWS, start - TO_THE_NEXT - 1) + TO_THE_NEXT;
    if (start <= first) return null;
  }
  return text.slice(0, first) + text.slice(start);
}
