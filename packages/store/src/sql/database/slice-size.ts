/** A slice of a long read is to take about so long, in milliseconds, because whatever else is due waits for one to end. */
export const SLICE_MS = 4;

/** The same where a person waits for the whole read: beside a poll, each further slice is a further wait of many milliseconds. */
export const SLICE_AWAITED_MS = 10;

/** Sizes between which a slice stays: below, asking for it costs as much as what it reads. */
export interface SliceLimits {
  readonly least: number;
  readonly most: number;
}

/**
 * How much of a long read is one slice. It follows how long the slices before took on the clock, so that they become smaller on a
 * slow machine and beside other programs. One slice that was held up says little: the size changes by a factor of two at most.
 */
export class SliceSize {
  #current: number;

  constructor(
    first: number,
    private readonly limits: SliceLimits,
    private readonly sliceMs = SLICE_MS,
  ) {
    this.#current = within(first, limits);
  }

  get current(): number {
    return this.#current;
  }

  /** A slice of the current size took so many milliseconds. */
  took(ms: number): void {
    const factor = ms > 0 ? within(this.sliceMs / ms, { least: 1 / 2, most: 2 }) : 2;
    this.#current = within(Math.round(this.#current * factor), this.limits);
  }
}

function within(value: number, { least, most }: SliceLimits): number {
  return Math.min(most, Math.max(least, value));
}
