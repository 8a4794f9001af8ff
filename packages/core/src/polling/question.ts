import { formatDuration } from '../time/duration.js';
import { HOUR, type Seconds, type UnixSeconds } from '../time/instant.js';
import { formatBytes } from '../usage/size.js';
import type { FleetView } from './fleet-view.js';
import { chanceOfUsing, mostPerHour, type Outlook, outlookOf } from './outlook.js';
import type { PolledEsim, PollPolicy } from './polled-esim.js';
import { type Ramp, timeUntilWorth } from './time-until-worth.js';

/** When an eSIM is to be asked next. */
export interface Question {
  readonly dueAt: UnixSeconds;
  readonly why: 'never asked' | 'changed' | 'failing' | 'limit ahead' | 'nothing ahead' | 'longest wait';
}

/** The chance of a crossing is worked out in steps of this. */
const STEP: Seconds = 2 * HOUR;

/**
 * An eSIM is due when the delay with which a crossed limit would be seen, weighed with the chance that one was
 * crossed, has grown to the fleet's `patience`; not before figures can have moved since they last did. New,
 * changed and failing eSIMs do not wait for that.
 */
export function planQuestion(esim: PolledEsim, fleet: FleetView, policy: PollPolicy): Question {
  const { memory, reading, firstSeenAt } = esim;
  if (memory === null && reading === null) return { dueAt: firstSeenAt, why: 'never asked' };
  const askedAt = askedLast(esim);
  const soonest = askedAt + policy.floor;
  if (esim.failingSince !== null) {
    const backOff = Math.min(fleet.longestWait, Math.max(policy.floor, askedAt - esim.failingSince));
    return { dueAt: askedAt + backOff, why: 'failing' };
  }
  if (memory !== null && esim.updatedAt !== memory.updatedAt) return { dueAt: soonest, why: 'changed' };
  const latest = askedAt + fleet.longestWait;
  if (esim.bytesToLimit === null) return { dueAt: latest, why: 'nothing ahead' };
  const chances = chancesAhead(outlookOf(esim, fleet.bytesPerHour), esim.bytesToLimit);
  const wait = timeUntilWorth(fleet.patience, chances, fleet.longestWait);
  if (wait === null) return { dueAt: latest, why: 'longest wait' };
  const worthIt = Math.max(askedAt + Math.ceil(wait), movesNextAfter(esim, fleet), soonest);
  return { dueAt: Math.min(latest, worthIt), why: 'limit ahead' };
}

/** When it was asked last, by what is remembered or by its reading, or else when it came to the fleet. */
export function askedLast({ memory, reading, firstSeenAt }: PolledEsim): UnixSeconds {
  return Math.max(memory?.askedAt ?? firstSeenAt, reading?.at ?? firstSeenAt);
}

/** Asked sooner, the provider would say the same again. */
function movesNextAfter({ memory }: PolledEsim, { rhythm }: FleetView): UnixSeconds {
  return rhythm === null || memory === null || memory.movedAfter === null
    ? 0
    : memory.movedAfter + rhythm.soonest;
}

/** How the chance that a limit was crossed rises from the last question on. */
function* chancesAhead(outlook: Outlook, bytes: number): Generator<Ramp> {
  for (let from = 0; ; from += STEP) {
    yield { until: from + STEP, chance: chanceOfUsing(outlook, bytes, from + STEP) };
  }
}

/** The reason in words: "312 MB above the next limit, at most 190 MB an hour, figures move every 4 hours". */
export function reasonInWords(esim: PolledEsim, fleet: FleetView, { why }: Question): string {
  const ceiling = `asked at least every ${formatDuration(fleet.longestWait)}`;
  switch (why) {
    case 'never asked':
      return esim.isInstalled
        ? 'it was never asked'
        : 'it was never asked; those not installed share a quarter of the places, for those in use come first';
    case 'changed':
      return 'the list says that it changed';
    case 'failing':
      return `its last question failed; asked again after ${formatDuration(
        Math.max(0, askedLast(esim) - (esim.failingSince ?? 0)),
      )} of failures`;
    case 'nothing ahead':
      return `no limit lies ahead, ${ceiling}`;
    case 'limit ahead':
    case 'longest wait':
      return `${limitInWords(esim, fleet)}${why === 'longest wait' ? `, ${ceiling}` : ''}`;
  }
}

function limitInWords(esim: PolledEsim, { bytesPerHour, rhythm }: FleetView): string {
  const outlook = outlookOf(esim, bytesPerHour);
  const above = `${formatBytes(esim.bytesToLimit ?? 0)} above the next limit`;
  const use = outlook.untouched ? 'nothing used yet' : `at most ${formatBytes(mostPerHour(outlook))} an hour`;
  const moves = rhythm === null ? '' : `, figures move every ${formatDuration(rhythm.usual)}`;
  return `${above}, ${use}${moves}`;
}
