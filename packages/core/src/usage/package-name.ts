import { parseSize } from './size.js';

const SIZES = /(?<![\d.,])(\d{1,6}(?:[.,]\d{1,3})?)\s*(KB|MB|GB)\b/gi;
const NOT_THE_WHOLE = /unlimited|daily|\/\s*day|per\s+day/i;

/**
 * The data a package's name promises: "1 GB - 7 Days" is 1 GB. Null when it names no size, several that differ,
 * a size per day, or no limit.
 */
export function parsePackageName(name: string): number | null {
  const text = name.slice(0, 200);
  if (NOT_THE_WHOLE.test(text)) return null;
  const sizes = new Set<number>();
  for (const [, figure = '', unit] of text.matchAll(SIZES))
    sizes.add(parseSize(`${figure.replace(',', '.')}${unit}`));
  const [size] = sizes;
  return sizes.size === 1 && size ? size : null;
}
