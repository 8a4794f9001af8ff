import { type Day, NO_DAY } from '../../schema/day.js';

/** The stored row of a day and a place. */
export interface StoredDay {
  readonly date: Day;
  readonly location: number;
  readonly usedBytes: number;
}

const NONE: ReadonlySet<Day> = new Set();

/** An eSIM's stored days, ascending by date, looked through once alongside an answer that ascends as well. */
export class StoredDays {
  #next = 0;
  #found = 0;

  constructor(
    private readonly dates: Day[] = [],
    private readonly locations: number[] = [],
    private readonly figures: number[] = [],
  ) {}

  /** Adds a day, which is not before those there are. */
  add(date: Day, location: number, usedBytes: number): void {
    this.dates.push(date);
    this.locations.push(location);
    this.figures.push(usedBytes);
  }

  /** The figure of a day and a place; undefined when there is none. Dates must be requested in ascending order. */
  usedBytes(date: Day, location: number): number | undefined {
    while ((this.dates[this.#next] ?? NO_DAY) < date) this.#next += 1;
    for (let at = this.#next; this.dates[at] === date; at += 1) {
      if (this.locations[at] !== location) continue;
      this.#found += 1;
      return this.figures[at];
    }
    return undefined;
  }

  /** True when every one was requested. */
  get areAllFound(): boolean {
    return this.#found === this.dates.length;
  }

  /** On which dates something happened in this place. */
  datesIn(location: number): ReadonlySet<Day> {
    if (!this.locations.includes(location)) return NONE;
    return new Set(this.dates.filter((_, index) => this.locations[index] === location));
  }

  all(): readonly StoredDay[] {
    return this.dates.map((date, index) => ({
      date,
      location: this.locations[index] ?? 0,
      usedBytes: this.figures[index] ?? 0,
    }));
  }
}
