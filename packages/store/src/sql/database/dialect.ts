import type { RawBuilder } from 'kysely';
import type { Day } from '../../schema/day.js';

/** The differences between SQLite and PostgreSQL. */
export interface Dialect {
  /** For `where('id', 'in', keysIn(keys))`: any number of keys as one parameter, which `keyList` makes. */
  keysIn(keys: RawBuilder<string>): RawBuilder<number>;
  /** The same for texts; the parameter is a JSON array. */
  textsIn(texts: RawBuilder<string>): RawBuilder<string>;
  /** As a table: pairs of a text and a whole number; the parameter is a JSON array of arrays. */
  pairsIn(pairs: RawBuilder<string>): RawBuilder<{ text: string; number: number }>;
  /** The UTC date of an instant in a column. */
  dayAt(column: string): RawBuilder<Day>;
  /**
   * The sum of a column of bytes; the nearest number where it is beyond 2^53, so that no eSIM's impossible figures keep those of
   * others from being read.
   */
  addedUp(column: string): RawBuilder<number>;
  /** The same to store, or to compare with what is stored: a whole number, at most what is exact, and null of no rows. */
  addedUpExactly(column: string): RawBuilder<number>;
  /** Compares like `like`, whatever the case. */
  readonly like: RawBuilder<unknown>;
  /** After a table's name: which index to read it by, where the database does not see that itself. */
  indexedBy(index: string): RawBuilder<unknown>;
}

/** The parameter that `keysIn` takes. */
export function keyList(keys: readonly number[]): string {
  return `[${keys.join(',')}]`;
}
