/**
 * True when a spreadsheet that opens CSV would make something else of this text than text: a number, a date, a time, a
 * percentage, an amount of money, a yes or no, or an error. Errs on the side of yes: what is written as text needlessly
 * is still read as text.
 *
 * By the documented rules of Excel (automatic formatting of numbers) and LibreOffice (number recognition), for English
 * and the languages that have a profile.
 */
export function isTakenForAFigure(text: string): boolean {
  if (text.length > LONGEST_FIGURE) return false;
  if (text.startsWith('#')) return true;
  const words = text.toLowerCase().match(WORDS) ?? [];
  if (!HAS_DIGIT.test(text)) return words.length === 1 && BOOLEANS.has(words[0] ?? '');
  return words.every((word) => IN_FIGURES.has(word));
}

/** Longer text in a formula is an error in Excel, and no figure. */
const LONGEST_FIGURE = 255;

const HAS_DIGIT = /\p{Nd}/u;
const WORDS = /\p{L}+/gu;

const BOOLEANS = wordSet('true false wahr falsch vrai faux verdadero falso vero waar onwaar');

/** Characters beside digits in a figure: exponents, times of day, currencies, months as the profiles name them. */
const IN_FIGURES = wordSet(`
  e d h am pm a p b kr zł r fr chf dm eur usd gbp jpy
  jan feb mar apr may jun jul aug sep sept oct nov dec
  january february march april june july august september october november december
  januar jänner februar märz mär mai juni juli oktober okt dezember dez
  enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
  ene abr ago dic de del
  janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre
  janv févr fevr avr juil déc
  gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
  gen mag giu lug set ott
  januari februari maart mei augustus
  mrt`);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
