/** PostgreSQL refuses NUL in a text, and with it everything that is stored together. */
const NUL = /\0/g;

/** The replacement for a NUL. */
const REPLACEMENT = '\uFFFD';

/** Values as the driver takes them; lists are of one kind of value. */
export function bound(values: readonly unknown[]): unknown[] {
  return values.map((value) => (Array.isArray(value) ? list(value) : storable(value)));
}

/** Numbers as PostgreSQL writes a list: the driver would look at every character of each. */
function list(values: readonly unknown[]): unknown {
  const areNumbers = values.every((value) => typeof value === 'number' || value === null);
  return areNumbers ? `{${values.map((value) => value ?? 'NULL').join()}}` : values.map(storable);
}

/** A value as it is stored: PostgreSQL has no NUL. */
export function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replace(NUL, REPLACEMENT) : value;
}
