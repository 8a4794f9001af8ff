import type { ListedEsim, Seconds } from '@roamwatch/core';
import { sleep } from './cancellation.js';
import { RoamifyError } from './errors.js';
import { aborted } from './failure/failure.js';
import type { CallOptions } from './options.js';

export interface ApplyOptions extends CallOptions {
  /** How long to look for the profile after apply itself gave no answer. Default 180 s. */
  readonly waitAtMost?: Seconds;
  /** The pause after the first look; each next one is twice as long, up to 20 s. Default 2 s. */
  readonly firstWait?: Seconds;
  /** Told before each wait. */
  readonly onWait?: (wait: {
    readonly waited: Seconds;
    readonly next: Seconds;
    readonly because: string;
  }) => void;
}

const WAIT_AT_MOST: Seconds = 180;
const FIRST_WAIT: Seconds = 2;
const LONGEST_WAIT: Seconds = 20;

/** After these nobody knows whether the provider is generating the profile: asking for it again could do it twice. */
const UNDECIDED: ReadonlySet<string> = new Set(['timeout', 'pending', 'network', 'unavailable']);

/**
 * Asks for a profile once. If that ends undecided, looks the eSIM up by its id, with growing pauses, until the profile
 * is there: what the API's documentation asks for. Throws `pending` when it is not there in time.
 */
export async function applyThenLookUp<T extends ListedEsim>(
  apply: () => Promise<T>,
  lookUp: () => Promise<T>,
  options: ApplyOptions,
): Promise<T> {
  let because: string;
  try {
    return await apply();
  } catch (error) {
    if (!(error instanceof RoamifyError) || !UNDECIDED.has(error.reason)) throw error;
    because = error.message;
  }
  const waitAtMost = options.waitAtMost ?? WAIT_AT_MOST;
  let waited = 0;
  for (
    let next = options.firstWait ?? FIRST_WAIT;
    waited < waitAtMost;
    next = Math.min(LONGEST_WAIT, next * 2)
  ) {
    const esim = await lookUpGenerated(lookUp);
    if (esim !== null) return esim;
    options.onWait?.({ waited, next, because });
    await sleep(next * 1000, options.signal).catch(() => {
      throw aborted('apply');
    });
    waited += next;
  }
  throw new RoamifyError(
    'pending',
    `the profile was not there after ${waited} s; look it up by eSIM ID later`,
    {
      operation: 'apply',
    },
  );
}

/** The eSIM once it has its profile; null while it is still being generated. */
async function lookUpGenerated<T extends ListedEsim>(lookUp: () => Promise<T>): Promise<T | null> {
  try {
    const esim = await lookUp();
    return esim.iccid === null || esim.status === 'NEW' ? null : esim;
  } catch (error) {
    if (error instanceof RoamifyError && error.reason === 'pending') return null;
    throw error;
  }
}
