import { closest, distance } from 'fastest-levenshtein';

/** Nobody means a word by so much text, and comparing takes the product of the lengths. */
const LONGEST = 200;

/** The one of `valid` that `given` was probably meant to be; null when none is near. */
export function nearest(given: string, valid: readonly string[]): string | null {
  if (valid.length === 0 || given.length > LONGEST) return null;
  const folded = new Map(valid.map((word) => [word.toLowerCase(), word]));
  const found = closest(given.toLowerCase(), [...folded.keys()]);
  const slips = distance(given.toLowerCase(), found);
  const most = Math.max(2, Math.floor(found.length / 3));
  const near = slips <= most && slips < Math.max(given.length, found.length) / 2;
  return near ? (folded.get(found) ?? null) : null;
}
