/** Round values from 0 to at least `peak`, three to five of them, for the lines of a chart in bytes. */
export function byteTicks(peak: number): readonly number[] {
  if (peak <= 0) return [0];
  const unit = 1024 ** Math.min(3, Math.floor(Math.log(peak) / Math.log(1024)));
  const rough = peak / unit / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power * unit;
  const count = Math.ceil(peak / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** A place on an axis as an SVG percentage with two decimals at most. */
export function percentage(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** At most `count` indexes of `length` things, evenly spread, the last one among them. */
export function spread(length: number, count: number): readonly number[] {
  if (length <= count) return Array.from({ length }, (_, index) => index);
  const step = Math.ceil((length - 1) / (count - 1));
  const indexes: number[] = [];
  for (let index = length - 1; index >= 0; index -= step) indexes.unshift(index);
  return indexes;
}
