import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The random choices of one history. The same seed decides the same, in the same order. */
export class Dice {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** A whole number from `least` to `most`, both included. */
  number(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.number(1, 100) <= percent;
  }

  /** One of them; there must be one. */
  pick<T>(things: readonly T[]): T {
    return things[this.number(0, things.length - 1)] as T;
  }

  /** Each of them with a chance of `percent`. */
  some<T>(things: readonly T[], percent: number): readonly T[] {
    return things.filter(() => this.chance(percent));
  }
}
