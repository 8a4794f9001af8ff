import { asRead } from '../push/told.js';
import { HOUR, MINUTE, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { FleetView } from './fleet-view.js';
import { learn } from './memory.js';
import { chanceOfUsing, type Outlook, outlookOf } from './outlook.js';
import type { PolledEsim, PollPolicy } from './polled-esim.js';
import { type Ramp, timeUntilWorth } from './time-until-worth.js';

/** When an eSIM is to be polled next. */
export interface NextPoll {
  readonly dueAt: UnixSeconds;
  readonly why:
    | 'never polled'
    | 'pushed'
    | 'changed'
    | 'failing'
    | 'threshold ahead'
    | 'nothing ahead'
    | 'longest wait';
}

/** The chance of a crossing is worked out in steps of this. */
const STEP: Seconds = 2 * HOUR;

/**
 * An eSIM is due when the delay with which a crossed threshold would be seen, weighed with the chance that one was
 * crossed, has grown to the fleet's `patience`; not before figures can have moved since they last did. New,
 * changed and failing eSIMs do not wait for that, nor do those of which the provider's push reports a change.
 */
export function planNextPoll(esim: PolledEsim, fleet: FleetView, policy: PollPolicy): NextPoll {
  const planned = planByFigures(withTold(esim), fleet, policy);
  const latest = polledLast(esim) + fleet.longestWait;
  const dueAt = isPolled(esim) ? Math.min(planned.dueAt, latest) : planned.dueAt;
  const pushedAt = pushedDueAt(esim);
  if (pushedAt === null) return { ...planned, dueAt };
  // Of those never polled, one that an event says has reached a threshold goes first.
  const isFirst = pushedAt <= dueAt || (planned.why === 'never polled' && esim.push?.told?.reaches === true);
  return isFirst ? { dueAt: pushedAt, why: 'pushed' } : { ...planned, dueAt };
}

function isPolled({ memory, reading }: PolledEsim): boolean {
  return memory !== null || reading !== null;
}

/** A poll that answered so long after an event had come certainly saw what it is about. */
const SURELY_AFTER: Seconds = 2 * MINUTE;

/** From when on an event wants the eSIM polled; null where none does, or it was polled since. */
function pushedDueAt(esim: PolledEsim): UnixSeconds | null {
  const { push } = esim;
  if (!push || push.dueAt === null) return null;
  return isPolled(esim) && polledLast(esim) > push.receivedAt + SURELY_AFTER ? null : push.dueAt;
}

/** As if it had been polled when an event reported its figures, where that is newer than the last poll. */
function withTold(esim: PolledEsim): PolledEsim {
  const { push, reading, memory, bytesToThreshold } = esim;
  const told = push?.told && reading && memory ? asRead(push.told, reading) : null;
  if (!told || !reading || !memory || told.at <= memory.polledAt) return esim;
  const gone = (reading.remainingBytes ?? 0) - (told.remainingBytes ?? 0);
  return {
    ...esim,
    reading: told,
    bytesToThreshold: bytesToThreshold === null ? null : Math.max(1, bytesToThreshold - gone),
    memory: { ...learn(memory, reading, told, memory).memory, polledAt: told.at },
  };
}

function planByFigures(esim: PolledEsim, fleet: FleetView, policy: PollPolicy): NextPoll {
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
