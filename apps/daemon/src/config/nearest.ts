import { closest, distance } from 'fastest-levenshtein';

/** The one of `valid` that `given` was probably meant to be; null when none is near. */
export function nearest(given: string, valid: readonly string[]): string | null {
  if (valid.length === 0) return null;
  const folded = new Map(valid.map((word) => [word.toLowerCase(), word]));
  const found = closest(given.toLowerCase(), [...folded.keys()]);
  const near = distance(given.toLowerCase(), found) <= Math.max(2, Math.floor(found.length / 3));
  return near ? (folded.get(found) ?? null) : null;
}
