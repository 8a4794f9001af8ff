/** Counts of the subjects that came lately: between one and two times `size` are remembered. */
export class RecentCounts {
  readonly #size: number;
  #current = new Map<string, number>();
  #former: ReadonlyMap<string, number> = new Map();

  constructor(size: number) {
    this.#size = size;
  }

  /** Counts the subject once more. Returns how often it came. */
  count(subject: string): number {
    const times = (this.#current.get(subject) ?? this.#former.get(subject) ?? 0) + 1;
    this.#current.set(subject, times);
    if (this.#current.size > this.#size) [this.#former, this.#current] = [this.#current, new Map()];
    return times;
  }
}
