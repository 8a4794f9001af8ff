import type { ListBatch } from '../decode/list.js';
import type { RoamifyClient } from '../roamify-client.js';
import { assessParts, type Cap, ignoresFilter, isRound } from './assess-parts.js';
import { LARGEST_LIMIT, type ListOutcome, listAll } from './list-all.js';

/** The key of the whole fleet among sizes by status. */
export const WHOLE_FLEET = '*';

/** Options of {@link listFleet}. */
export interface FleetOptions {
  /** `sizes` of the last listing, or an empty map. */
  readonly remembered: ReadonlyMap<string, number>;
  /** Statuses to request, besides the documented and the seen ones, when the list has to be requested in parts. */
  readonly statuses?: readonly string[];
  /** Requests these statuses too, to check that the list of all has as many of them. Left out: it is trusted. */
  readonly crossCheck?: readonly string[];
  /** Also return what an installer needs. Secrets: neither log nor store them. */
  readonly secrets?: boolean;
  /** Stops waiting, retrying and reading. */
  readonly signal?: AbortSignal;
}

/** A part of the list of all, or of a list by status, which repeats eSIMs of the former. */
export interface FleetBatch extends ListBatch {
  /** Undefined: of the list of all. */
  readonly status: string | undefined;
}

/** The result of {@link listFleet}. */
export interface FleetListing {
  /** False: there are, or may be, eSIMs the provider did not list. Then nothing may be taken as gone. */
  readonly complete: boolean;
  /** Why it is not complete, for the operator; null when it is. */
  readonly reason: string | null;
  /** Where the provider cuts its lists, or may do so. */
  readonly capped: readonly Cap[];
  /** Number of eSIMs that each request found, by status and as {@link WHOLE_FLEET}: `remembered` of the next listing. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Entries listed; of an eSIM that changed its status meanwhile, both. */
  readonly listed: number;
}

/**
 * Lists the whole fleet through a call that has no pages, returns 50 eSIMs by default, and may cut what is
 * requested. One unfiltered call is enough while it is plausible; where it looks cut, each status is requested too.
 * The same eSIM can come more than once. Throws `RoamifyError`; what was returned before stays valid.
 *
 * A cut is suspected when the answer is as long as the limit and cannot be made longer, when its length is a multiple of
 * 50 (nearly every cap is one), when there were more last time, or when a list of one status names more of them.
 */
export async function* listFleet(
  client: RoamifyClient,
  { remembered, statuses = [], crossCheck = [], secrets = false, signal }: FleetOptions,
): AsyncGenerator<FleetBatch, FleetListing> {
  const list = (status: string | undefined, largestLimit: number) => {
    const expected = remembered.get(status ?? WHOLE_FLEET) ?? 0;
    return withStatus(status, listAll(client, { status, expected, largestLimit, secrets, signal }));
  };

  const whole = yield* list(undefined, LARGEST_LIMIT);
  const largest = whole.full ? whole.limit : LARGEST_LIMIT;
  let doubtful = looksCut(whole, remembered.get(WHOLE_FLEET) ?? 0);
  for (const status of doubtful ? [] : crossCheck) {
    doubtful ||= holdsMore(yield* list(status, largest), whole);
  }
  if (!doubtful) return believed(whole);

  const parts: ListOutcome[] = [];
  const all = new Set([...ALONG_ITS_LIFE, ...statuses, ...whole.byStatus.keys()]);
  for (const status of [...all].slice(0, MOST_PARTS)) {
    const part = yield* list(status, largest);
    parts.push(part);
    // Then every further list is the same again.
    if (ignoresFilter(part)) break;
  }
  const assessment = assessParts(whole, parts);
  return {
    ...assessment,
    complete: assessment.reason === null,
    sizes: new Map([
      [WHOLE_FLEET, assessment.listed],
      ...parts.map(({ status = '', count }) => [status, count] as const),
    ]),
  };
}

async function* withStatus(
  status: string | undefined,
  list: AsyncGenerator<ListBatch, ListOutcome>,
): AsyncGenerator<FleetBatch, ListOutcome> {
  for (;;) {
    const step = await list.next();
    if (step.done) return step.value;
    yield { ...step.value, status };
  }
}

/** In the order an eSIM goes through them: one that moves on between two requests is seen twice, not missed. */
const ALONG_ITS_LIFE = ['NEW', 'READY', 'INSTALLED', 'EXPIRED', 'REVOKED', 'UNKNOWN'];

/** Lists by status that are requested. No provider has that many statuses; what sends more invents them. */
const MOST_PARTS = 50;

function looksCut({ count, full }: ListOutcome, expected: number): boolean {
  return full || count < expected || isRound(count);
}

/** A list of one status that names more of them than the list of all proves that the latter is cut. */
function holdsMore({ status = '', byStatus }: ListOutcome, whole: ListOutcome): boolean {
  return (byStatus.get(status) ?? 0) > (whole.byStatus.get(status) ?? 0);
}

function believed({ count }: ListOutcome): FleetListing {
  return { complete: true, reason: null, capped: [], sizes: new Map([[WHOLE_FLEET, count]]), listed: count };
}
