/** Ways to look into values that were not validated yet: what is not as it should be is simply not there. */

/** A mapping of the file, not validated yet. */
export type RawMapping = Readonly<Record<string, unknown>>;

/** The value where it is a mapping, otherwise an empty one. */
export function asMapping(value: unknown): RawMapping {
  return isMapping(value) ? value : {};
}

/** True for a mapping, false for a list, a scalar or nothing. */
export function isMapping(value: unknown): value is RawMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list; none when it is not one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
