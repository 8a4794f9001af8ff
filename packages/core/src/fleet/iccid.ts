/** Sixteen to 22 digits: what vendors and card makers print, with and without the check digit. */
const DIGITS = /^\d{16,22}$/;

/** Of a profile that is not generated yet; each of many eSIMs may have it, and they are not one card. */
const PLACEHOLDER = /^(\d)\1+$/;

/** White space, and any of the dashes that a document puts between groups of digits. */
const SEPARATORS = /[\s\u00AD\u2010-\u2015\u2212-]+/gu;

/**
 * The one spelling of an ICCID: its digits alone. The provider, SIM tools and spreadsheets also write it with spaces or
 * dashes, and with the filler `F` of the card's own storage format in front or at the end. Null for what is no ICCID.
 *
 * A number with and one without its check digit stay apart: only the card itself could settle which it is.
 */
export function canonicalIccid(text: string): string | null {
  const digits = DIGITS.test(text) ? text : text.replace(SEPARATORS, '').replace(/^f+|f+$/gi, '');
  return DIGITS.test(digits) && !PLACEHOLDER.test(digits) ? digits : null;
}
