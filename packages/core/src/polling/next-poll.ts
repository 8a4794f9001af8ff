import { HOUR, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { FleetView } from './fleet-view.js';
import { chanceOfUsing, type Outlook, outlookOf } from './outlook.js';
import type { PolledEsim, PollPolicy } from './polled-esim.js';
import { type Ramp, timeUntilWorth } from './time-until-worth.js';

/** When an eSIM is to be polled next. */
export interface NextPoll {
  readonly dueAt: UnixSeconds;
  readonly why: 'never polled' | 'changed' | 'failing' | 'threshold ahead' | 'nothing ahead' | 'longest wait';
}

/** The chance of a crossing is worked out in steps of this. */
const STEP: Seconds = 2 * HOUR;

/**
 * An eSIM is due when the delay with which a crossed threshold would be seen, weighed with the chance that one was
 * crossed, has grown to the fleet's `patience`; not before figures can have moved since they last did. New,
 * changed and failing eSIMs do not wait for that.
 */
export function planNextPoll(esim: PolledEsim, fleet: FleetView, policy: PollPolicy): NextPoll {
  const { memory, reading, firstSeenAt } = esim;
  if (memory === null && reading === null) return { dueAt: firstSeenAt, why: 'never polled' };
  const polledAt = polledLast(esim);
  const soonest = polledAt + policy.floor;
  if (esim.failingSince !== null) {
    const backOff = Math.min(fleet.longestWait, Math.max(policy.floor, polledAt - esim.failingSince));
    return { dueAt: polledAt + backOff, why: 'failing' };
  }
  if (memory !== null && esim.updatedAt !== memory.updatedAt) return { dueAt: soonest, why: 'changed' };
  const latest = polledAt + fleet.longestWait;
  if (esim.bytesToThreshold === null) return { dueAt: latest, why: 'nothing ahead' };
  const chances = chancesAhead(outlookOf(esim, fleet.bytesPerHour), esim.bytesToThreshold);
  const wait = timeUntilWorth(fleet.patience, chances, fleet.longestWait);
  if (wait === null) return { dueAt: latest, why: 'longest wait' };
  const worthIt = Math.max(polledAt + Math.ceil(wait), movesNextAfter(esim, fleet), soonest);
  return { dueAt: Math.min(latest, worthIt), why: 'threshold ahead' };
}

/** When it was last polled, by what is remembered or by its reading, or else when it came to the fleet. */
export function polledLast({ memory, reading, firstSeenAt }: PolledEsim): UnixSeconds {
  return Math.max(memory?.polledAt ?? firstSeenAt, reading?.at ?? firstSeenAt);
}

/** Polled sooner, the provider would give the same figures again. */
function movesNextAfter({ memory }: PolledEsim, { rhythm }: FleetView): UnixSeconds {
  return rhythm === null || memory === null || memory.movedAfter === null
    ? 0
    : memory.movedAfter + rhythm.soonest;
}

/** How the chance that a threshold was crossed rises from the last poll on. */
function* chancesAhead(outlook: Outlook, bytes: number): Generator<Ramp> {
  for (let from = 0; ; from += STEP) {
    yield { until: from + STEP, chance: chanceOfUsing(outlook, bytes, from + STEP) };
  }
}
