import { MOST_ESIMS } from '../bounds/bounds.js';
import type { ListBatch } from '../decode/list.js';
import { RoamifyError } from '../errors.js';
import type { RoamifyClient } from '../roamify-client.js';

/** The result of one list call, or of a series with growing limits. */
export interface ListOutcome {
  /** The status requested; undefined: all. */
  readonly status: string | undefined;
  /** The limit of the last request. */
  readonly limit: number;
  /** Entries returned, readable or not. */
  readonly count: number;
  /** As many as requested, and a request for more is not possible. */
  readonly full: boolean;
  /** Entries by their own status. */
  readonly byStatus: ReadonlyMap<string, number>;
}

export interface ListRequest {
  readonly status: string | undefined;
  /** Number of eSIMs last time; 0 if unknown. */
  readonly expected: number;
  /** The largest limit to request. */
  readonly largestLimit: number;
  /** Also what an installer needs. */
  readonly secrets: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Larger than any fleet. */
export const LARGEST_LIMIT = MOST_ESIMS;
const HEADROOM = 1_000;
/** Limits to fall back to when the provider rejects a larger one; the last is its documented default. */
const SMALLER_LIMITS = [10_000, 5_000, 1_000, 500, 250, 100, 50];
const TRIES = 2;

/**
 * Lists with growing limits until the answer is shorter than the limit. With a good memory that is one call. What longer
 * answers repeat of shorter ones is given again.
 */
export async function* listAll(
  client: RoamifyClient,
  request: ListRequest,
): AsyncGenerator<ListBatch, ListOutcome> {
  let largest = request.largestLimit;
  let limit = Math.min(largest, Math.ceil(request.expected * 1.1) + HEADROOM);
  for (;;) {
    try {
      const outcome = yield* listOnce(client, request, limit);
      if (outcome.count < limit || limit >= largest) return { ...outcome, full: outcome.count >= limit };
      limit = Math.min(largest, Math.max(limit * 10, outcome.count + HEADROOM));
    } catch (error) {
      const smaller = smallerLimit(error, limit);
      if (smaller === undefined) throw error;
      largest = smaller;
      limit = smaller;
    }
  }
}

/** A rejected request may mean a rejected limit. */
function smallerLimit(error: unknown, limit: number): number | undefined {
  if (!(error instanceof RoamifyError) || error.reason !== 'bad-request') return undefined;
  return SMALLER_LIMITS.find((smaller) => smaller < limit);
}

/** One list call, and another when it breaks off half-way. */
async function* listOnce(
  client: RoamifyClient,
  { status, secrets, signal }: ListRequest,
  limit: number,
): AsyncGenerator<ListBatch, ListOutcome> {
  const query = {
    limit,
    secrets,
    ...(status !== undefined && { status }),
    ...(signal !== undefined && { signal }),
  };
  for (let attempt = 1; ; attempt++) {
    let count = 0;
    const byStatus = new Map<string, number>();
    try {
      for await (const batch of client.listEsims(query)) {
        count += batch.esims.length + batch.rejected.filter(({ what }) => what === 'esim').length;
        for (const { status: own } of batch.esims) byStatus.set(own, (byStatus.get(own) ?? 0) + 1);
        yield batch;
      }
      return { status, limit, count, full: false, byStatus };
    } catch (error) {
      const brokeOff = count > 0 && error instanceof RoamifyError && error.temporary;
      if (!brokeOff || attempt === TRIES) throw error;
    }
  }
}
