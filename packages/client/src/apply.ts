import type { ListedEsim, Seconds } from '@roamwatch/core';
import { requirePositive } from './arguments.js';
import { sleep } from './cancellation.js';
import { RoamifyError } from './errors.js';
import { aborted } from './failure/failure.js';
import type { CallOptions } from './options.js';

/** Options of `applyProfile` for one eSIM: how it is looked up when apply itself ends undecided. */
export interface ApplyOptions extends CallOptions {
  /**
   * How long to look for the profile after apply itself gave no answer, look-ups included: the last one begins when this
   * time is over. Default 180 s.
   */
  readonly waitAtMost?: Seconds;
  /** The pause after the first look-up; each next one is twice as long, up to 20 s. Default 2 s. */
  readonly firstWait?: Seconds;
  /** Called before each wait. */
  readonly onWait?: (wait: {
    /** Whole seconds. */
    readonly waited: Seconds;
    readonly next: Seconds;
    readonly because: string;
  }) => void;
}

const WAIT_AT_MOST: Seconds = 180;
const FIRST_WAIT: Seconds = 2;
const LONGEST_WAIT: Seconds = 20;

/** After these nobody knows whether the provider is generating the profile: a second request could do it twice. */
const UNDECIDED: ReadonlySet<string> = new Set([
  'timeout',
  'pending',
  'network',
  'unavailable',
  'unreadable',
]);

/**
 * Requests a profile once. If that ends undecided, looks the eSIM up by its id, with growing pauses, until the profile
 * is there: what the API's documentation recommends. Throws `pending`, with what apply failed by as its cause, when the
 * profile is not there in time, and `bad-request`, without a request, for waits that are not above zero.
 */
export async function applyThenLookUp<T extends ListedEsim>(
  apply: () => Promise<T>,
  lookUp: () => Promise<T>,
  options: ApplyOptions,
  closing: AbortSignal,
): Promise<T> {
  const { waitAtMost = WAIT_AT_MOST, firstWait = FIRST_WAIT } = options;
  requirePositive('apply', 'waitAtMost', waitAtMost, false);
  requirePositive('apply', 'firstWait', firstWait, false);
  let undecided: RoamifyError;
  try {
    return await apply();
  } catch (error) {
    if (!(error instanceof RoamifyError) || !UNDECIDED.has(error.reason)) throw error;
    undecided = error;
  }
  const started = performance.now();
  const waited = () => (performance.now() - started) / 1000;
  for (let pause = firstWait; ; pause *= 2) {
    const esim = await lookUpGenerated(lookUp);
    if (esim !== null) return esim;
    const left = waitAtMost - waited();
    if (left <= 0) break;
    const next = Math.min(LONGEST_WAIT, pause, left);
    options.onWait?.({ waited: Math.floor(waited()), next, because: undecided.message });
    await sleep(next * 1000, options.signal, closing).catch((reason: unknown) => {
      throw aborted('apply', reason);
    });
  }
  throw new RoamifyError(
    'pending',
    `the profile was not there after ${Math.floor(waited())} s; look it up by eSIM ID later`,
    { operation: 'apply', cause: undecided },
  );
}

/** The eSIM once it has its profile; null while it is still being generated. */
async function lookUpGenerated<T extends ListedEsim>(lookUp: () => Promise<T>): Promise<T | null> {
  try {
    const esim = await lookUp();
    return esim.iccid === null || esim.status === 'NEW' ? null : esim;
  } catch (error) {
    // A failure that may pass is looked up again, and so is an eSIM that is not listed yet; any other is thrown to the caller.
    if (error instanceof RoamifyError && (error.temporary || error.reason === 'not-found')) return null;
    throw error;
  }
}
