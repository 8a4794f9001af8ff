import { HOUR, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Application, SimulatedEsim } from '../fleet/esim.js';
import { type Allowance, allowanceAt, type Bookkeeping } from '../provider/figures.js';
import { countedUntil } from '../provider/lag.js';

/** A figure of each active eSIM is sent so often, according to the vendor's documentation … */
const SENT_EVERY: Seconds = 4 * HOUR;
/** … and whenever so much of the package is used. */
const SHARES_USED = [0.25, 0.5, 0.75, 0.9, 1];

/** What the provider has a reason to send about an eSIM. */
export interface Occasion {
  readonly kind: 'usage' | 'status';
  readonly esim: SimulatedEsim;
  readonly at: UnixSeconds;
  readonly status: string;
  readonly allowance: Allowance;
}

interface Told {
  readonly counted: UnixSeconds;
  readonly slot: number;
  readonly status: string;
  /** Number of the shares that were used. */
  readonly reached: number;
  readonly allowedBytes: number | null;
}

/** When the provider has something to send: by its own figures, which lag, and never twice for the same. */
export class Occasions {
  readonly #told = new Map<number, Told>();

  constructor(private readonly books: Bookkeeping) {}

  /** What there is to send about an eSIM by now, since it was last looked at. The first look only remembers. */
  about(esim: SimulatedEsim, at: UnixSeconds, applied?: Application): readonly Occasion[] {
    const { index } = esim.persona;
    const counted = countedUntil(this.books.seed, index, at, this.books.lagSeconds);
    const slot = Math.floor((at + (index % SENT_EVERY)) / SENT_EVERY);
    const status = esim.statusAt(at, applied);
    const before = this.#told.get(index);
    if (before?.counted === counted && before.slot === slot && before.status === status) return [];
    const allowance = allowanceAt(this.books, esim, at);
    const reached = reachedOf(allowance);
    const { allowedBytes } = allowance;
    this.#told.set(index, { counted, slot, status, reached, allowedBytes });
    if (before === undefined) return [];
    const more = { esim, at, status, allowance };
    const isRunning = allowance.startsAt !== null && at < (allowance.endsAt ?? Number.POSITIVE_INFINITY);
    const isReached = reached > before.reached && allowedBytes === before.allowedBytes;
    return [
      ...(status === before.status ? [] : [{ kind: 'status', ...more } as const]),
      ...(isRunning && (slot !== before.slot || isReached) ? [{ kind: 'usage', ...more } as const] : []),
    ];
  }
}

function reachedOf({ allowedBytes, remainingBytes }: Allowance): number {
  if (allowedBytes === null || remainingBytes === null) return 0;
  const used = allowedBytes - remainingBytes;
  return SHARES_USED.filter((share) => used >= share * allowedBytes).length;
}
