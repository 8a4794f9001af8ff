import { HOUR, type UnixSeconds } from '@roamwatch/core';
import type { SettingsStore } from '@roamwatch/store';
import type { CycleResult } from '../ports/cycle-result.js';

/** How a requested poll went. */
export type PollOutcome =
  | { readonly kind: 'ended'; readonly result: CycleResult }
  /** It could not be made, or the daemon ended before. */
  | { readonly kind: 'failed'; readonly error: string };

/** Requests from one process to another, over the database that both use. */
export interface PollRequest {
  readonly at: UnixSeconds;
  /** The process that polls for it; null: nobody has seen it yet. */
  readonly takenBy: string | null;
  readonly outcome: PollOutcome | null;
}

type Requests = Readonly<Record<string, PollRequest>>;
type Settings = Pick<SettingsStore, 'get' | 'change'>;

const KEY = 'poll.requests';

/** The longest wait, so that requests of a process that died do not stay. */
const KEPT = 24 * HOUR;

export async function addPollRequest(settings: Settings, id: string, now: UnixSeconds): Promise<void> {
  await change(settings, (requests) => ({
    ...Object.fromEntries(Object.entries(requests).filter(([, { at }]) => Math.abs(now - at) < KEPT)),
    [id]: { at: now, takenBy: null, outcome: null },
  }));
}

/** Null: there is none, or no longer. */
export async function pollRequest(settings: Settings, id: string): Promise<PollRequest | null> {
  return (await all(settings))[id] ?? null;
}

/** Takes a request back. With `unlessTaken` only while nobody has seen it; false when it stays. */
export async function removePollRequest(
  settings: Settings,
  id: string,
  unlessTaken = false,
): Promise<boolean> {
  let removed = false;
  await change(settings, (requests) => {
    const { [id]: request, ...others } = requests;
    removed = request === undefined || !unlessTaken || request.takenBy === null;
    return removed ? others : requests;
  });
  return removed;
}

/**
 * Takes what nobody has taken, and returns the ids of all that are to be answered by `holder`. With `inherit` also what
 * others took and never answered: for a process that knows it is alone.
 */
export async function takePollRequests(
  settings: Settings,
  holder: string,
  inherit: boolean,
): Promise<readonly string[]> {
  const isMine = ({ outcome, takenBy }: PollRequest) =>
    outcome === null && (takenBy === null || takenBy === holder || inherit);
  const isNew = (request: PollRequest) => isMine(request) && request.takenBy !== holder;
  let requests = await all(settings);
  if (Object.values(requests).some(isNew)) {
    requests = await change(settings, (known) =>
      mapped(known, (request) => (isNew(request) ? { ...request, takenBy: holder } : request)),
    );
  }
  return Object.entries(requests).flatMap(([id, request]) => (isMine(request) ? [id] : []));
}

/** Answers all of these that are still wanted. */
export async function answerPollRequests(
  settings: Settings,
  ids: readonly string[],
  outcome: PollOutcome,
): Promise<void> {
  if (ids.length === 0) return;
  await change(settings, (requests) =>
    mapped(requests, (request, id) => (ids.includes(id) ? { ...request, outcome } : request)),
  );
}

/** Answers all that wait: with several workers, those that were taken by one that has died, too. */
export async function answerAllPollRequests(settings: Settings, outcome: PollOutcome): Promise<void> {
  if (Object.values(await all(settings)).every((request) => request.outcome !== null)) return;
  await change(settings, (requests) =>
    mapped(requests, (request) => (request.outcome === null ? { ...request, outcome } : request)),
  );
}

function mapped(requests: Requests, map: (request: PollRequest, id: string) => PollRequest): Requests {
  return Object.fromEntries(Object.entries(requests).map(([id, request]) => [id, map(request, id)]));
}

async function all(settings: Settings): Promise<Requests> {
  return ((await settings.get(KEY)) ?? {}) as Requests;
}

/** Returns the requests as they are then. */
async function change(settings: Settings, edit: (requests: Requests) => Requests): Promise<Requests> {
  const { set } = await settings.change([KEY], (was) => ({
    set: { [KEY]: edit((was[KEY] ?? {}) as Requests) },
  }));
  return set[KEY];
}
