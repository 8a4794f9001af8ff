import { remembering } from '../remembering.js';
import { parseSize } from './size.js';

const SIZES = /(?<![\d.,])(\d{1,6}(?:[.,]\d{1,3})?)\s*(KB|MB|GB)\b/gi;
const NOT_THE_WHOLE = /unlimited|daily|\/\s*day|per\s+day/i;

/** A provider sells a few hundred packages, to every eSIM the same ones. */
const REMEMBERED_NAMES = 2_000;
const LONGEST_NAME = 200;

const sizeIn = remembering(REMEMBERED_NAMES, (name: string): number | null => {
  if (NOT_THE_WHOLE.test(name)) return null;
  const sizes = new Set<number>();
  for (const [, figure = '', unit] of name.matchAll(SIZES))
    sizes.add(parseSize(`${figure.replace(',', '.')}${unit}`));
  const [size] = sizes;
  return sizes.size === 1 && size ? size : null;
});

/**
 * The data a package's name promises: "1 GB - 7 Days" is 1 GB. Null when it names no size, several that differ,
 * a size per day, or no limit.
 */
export function parsePackageName(name: string): number | null {
  return sizeIn(name.slice(0, LONGEST_NAME));
}
