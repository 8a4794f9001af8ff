/** The purpose of a stream of random numbers: streams are independent, so adding a draw to one moves no other. */
export const STREAM = {
  identity: 1,
  persona: 2,
  itinerary: 3,
  demand: 4,
  packages: 5,
  publication: 6,
  restatement: 7,
  splitRow: 8,
  fault: 9,
  emptying: 10,
} as const;

export type Stream = (typeof STREAM)[keyof typeof STREAM];

/** Spreads three integers over 32 bits; the same three always give the same number. */
export function mix(a: number, b: number, c: number): number {
  let hash = scramble((a | 0) ^ 0x9e3779b9);
  hash = scramble(hash ^ (b | 0) ^ 0x85ebca6b);
  return scramble(hash ^ (c | 0) ^ 0xc2b2ae35);
}

/** A number in [0, 1) that belongs to the three integers. */
export function unitOf(a: number, b: number, c: number): number {
  return mix(a, b, c) / 4_294_967_296;
}

function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** A reproducible stream of random numbers (mulberry32). Not for secrets. */
export class Random {
  #state: number;

  constructor(seed: number, index: number, stream: Stream) {
    this.#state = mix(seed, index, stream);
  }

  /** In [0, 1). */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.unit() * choices.length)] ?? choices[0];
  }

  /** Around 1, its logarithm bell-shaped with about the given deviation. */
  spread(deviation: number): number {
    return Math.exp((this.unit() + this.unit() + this.unit() + this.unit() - 2) * 1.732 * deviation);
  }
}
