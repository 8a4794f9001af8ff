import { DAY, MINUTE, type Seconds, type UnixSeconds } from '../time/instant.js';
import { type FleetView, SHARE_FOR_THE_PATIENT } from './fleet-view.js';
import { type NextPoll, polledLast } from './next-poll.js';
import type { PolledEsim } from './polled-esim.js';

/** An eSIM with its planned poll. */
export interface Planned<Esim extends PolledEsim = PolledEsim> {
  readonly esim: Esim;
  readonly nextPoll: NextPoll;
}

/** Nothing is measured for what is not installed: a batch of such newcomers must not delay eSIMs in use. */
const SHARE_FOR_NOT_INSTALLED = 1 / 4;
/** Beyond that share they queue with the others, as if their rhythm were this. */
const NOT_INSTALLED: Seconds = DAY;
/** Its multiples fall evenly between the whole numbers, and so does every nth of them. */
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/**
 * Which eSIMs are polled now, the most urgent first, at most `allowed`. A quarter of the places goes to those past the
 * longest wait, oldest first, and a quarter to the new that are not installed. Then those that have reached a threshold according
 * to an event, the new that are installed, and the changed; then the most overdue for their own rhythm. A large fleet can be chosen
 * from in parts: those chosen so far together with the next part.
 */
export function chooseDue<Esim extends PolledEsim>(
  planned: Iterable<Planned<Esim>>,
  fleet: FleetView,
  allowed: number,
  now: UnixSeconds,
): readonly Planned<Esim>[] {
  if (allowed <= 0) return [];
  const longestWaiting = [...planned].filter(({ nextPoll }) => nextPoll.dueAt <= now).sort(byWait);
  const starving = longestWaiting
    .filter(({ esim }) => now - polledLast(esim) > fleet.longestWait)
    .slice(0, placesIn(allowed, SHARE_FOR_THE_PATIENT, turnOf(now)));
  const notInstalled = longestWaiting
    .filter((one) => one.nextPoll.why === 'never polled' && !one.esim.isInstalled && !starving.includes(one))
    .slice(0, placesIn(allowed, SHARE_FOR_NOT_INSTALLED, (turnOf(now) + 1 / 2) % 1));
  const rest = longestWaiting
    .map((one) => ({ one, urgency: urgencyOf(one, now) }))
    .sort((a, b) => (a.urgency === b.urgency ? 0 : b.urgency - a.urgency))
    .map(({ one }) => one);
  return [...new Set([...starving, ...notInstalled, ...rest])].slice(0, allowed);
}

/** The longest first. No two are equal, so the order they come in does not matter. */
function byWait({ esim: a }: Planned, { esim: b }: Planned): number {
  return polledLast(a) - polledLast(b) || a.esim - b.esim;
}

/** Where a minute has but one place, a quarter of it is the whole in a quarter of the minutes. */
function placesIn(allowed: number, share: number, turn: number): number {
  return Math.floor(allowed * share + turn);
}

/** From 0 to 1, evenly over the minutes, whatever rhythm the budget has. */
function turnOf(now: UnixSeconds): number {
  const minutes = Math.floor(now / MINUTE) * GOLDEN_SECTION;
  return minutes - Math.floor(minutes);
}

/** Before all that are merely overdue, and after those never polled. */
const CHANGED = Number.MAX_VALUE / 2;

/** The time an eSIM has waited as a multiple of its own waiting time; the new and the changed come first. */
function urgencyOf({ esim, nextPoll }: Planned, now: UnixSeconds): number {
  const waited = now - polledLast(esim);
  switch (nextPoll.why) {
    case 'never polled':
      return esim.isInstalled ? Number.MAX_VALUE : waited / NOT_INSTALLED;
    case 'pushed':
      return esim.push?.told?.reaches === true ? Number.POSITIVE_INFINITY : CHANGED;
    case 'changed':
      return CHANGED;
    default:
      return waited / Math.max(1, nextPoll.dueAt - polledLast(esim));
  }
}
