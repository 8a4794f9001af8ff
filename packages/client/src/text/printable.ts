/**
 * Characters that no text of the API needs and a terminal, log, header or file name must not get: control characters (C0, DEL,
 * C1), line and paragraph separators, marks that turn the direction of text, the byte order mark, halves of surrogate
 * pairs, and code points that are no characters.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/u;
const EACH = new RegExp(UNPRINTABLE.source, 'gu');

/** Nearly all text of the API is, which takes a tenth of the time to find out. */
const PLAIN = /^[\x20-\x7E]*$/;

export function isPrintable(text: string): boolean {
  return PLAIN.test(text) || !UNPRINTABLE.test(text);
}

/** The same text with white space in place of tabs and line breaks, and U+FFFD in place of anything else unprintable. */
export function printable(text: string): string {
  return text.replace(EACH, (character) =>
    /\s/u.test(character) && character !== '\uFEFF' ? ' ' : '\uFFFD',
  );
}
