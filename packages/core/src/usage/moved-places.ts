/** The usage on one day in one place; the caller chooses the key of a day and a place. */
export interface PlacedFigure {
  readonly date: unknown;
  readonly location: unknown;
  readonly usedBytes: number;
}

/**
 * Stored figures that an answer reports under other places: the provider corrected where the data were used, or names a
 * place that it did not know or spelt otherwise. Kept beside the new ones, they would count twice.
 *
 * A place that is merely missing is none of them, for missing is never zero: only where the day as a whole is reported
 * to be no less than what is stored has its usage moved.
 */
export function movedPlaces<F extends PlacedFigure>(
  told: readonly PlacedFigure[],
  stored: readonly F[],
): readonly F[] {
  const toldOfDay = sums(told);
  const storedOfDay = sums(stored);
  return stored.filter(
    ({ date, location, usedBytes }) =>
      usedBytes > 0 &&
      (toldOfDay.get(date) ?? 0) >= (storedOfDay.get(date) ?? 0) &&
      !told.some((figure) => figure.date === date && figure.location === location),
  );
}

function sums(figures: readonly PlacedFigure[]): ReadonlyMap<unknown, number> {
  const ofDay = new Map<unknown, number>();
  for (const { date, usedBytes } of figures) ofDay.set(date, (ofDay.get(date) ?? 0) + usedBytes);
  return ofDay;
}
