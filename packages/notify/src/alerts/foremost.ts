/** The first of any number of things in an order, of which no more than these are kept. */
export class Foremost<T> {
  readonly #kept: T[] = [];

  constructor(
    readonly most: number,
    readonly compare: (a: T, b: T) => number,
  ) {}

  add(one: T): void {
    const last = this.#kept.at(-1);
    if (this.#kept.length === this.most && last !== undefined && this.compare(one, last) >= 0) return;
    const behind = this.#kept.findIndex((kept) => this.compare(one, kept) < 0);
    this.#kept.splice(behind === -1 ? this.#kept.length : behind, 0, one);
    if (this.#kept.length > this.most) this.#kept.pop();
  }

  get inOrder(): readonly T[] {
    return this.#kept;
  }
}
