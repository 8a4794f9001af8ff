/** Sums of a few prices are off by a few units in the last of their 53 binary places. */
const NOISE = 2 ** -49;

/** No price is finer; a longer decimal is not noise around it, but a different figure. */
const FINEST_PRICE = 4;

/**
 * The decimal that a price represents after binary arithmetic, as 16.05 in 16.049999999999997; undefined when it is
 * not within the noise of one. `text` is plain decimal text with more than `precise` decimals.
 */
export function withoutNoise(text: string, precise: number): string | undefined {
  const value = Number(text);
  const nearest = value.toFixed(FINEST_PRICE);
  // Text that no number could have held was written by hand: its digits are meant.
  if (text.length > precise + 20 || Math.abs(value - Number(nearest)) > Math.abs(value) * NOISE)
    return undefined;
  return nearest.replace(/\.?0+$/, '');
}
