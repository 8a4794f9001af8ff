import type { Day } from '../schema/day.js';

/** Date, location and used bytes, as the columns were selected. */
export type StoredDay = readonly number[];

/** An eSIM's stored days, ascending by date, looked through once alongside an answer that ascends as well. */
export class StoredDays {
  #next = 0;
  #found = 0;

  constructor(readonly rows: readonly StoredDay[]) {}

  /** The figure of a day and a place; undefined when there is none. Dates have to be asked for in ascending order. */
  usedBytes(date: Day, location: number): number | undefined {
    const { rows } = this;
    while (this.#next < rows.length && (rows[this.#next]?.[0] ?? 0) < date) this.#next += 1;
    for (let at = this.#next; rows[at]?.[0] === date; at += 1) {
      if (rows[at]?.[1] !== location) continue;
      this.#found += 1;
      return rows[at]?.[2];
    }
    return undefined;
  }

  /** Whether every row was asked for. */
  get areAllFound(): boolean {
    return this.#found === this.rows.length;
  }
}
