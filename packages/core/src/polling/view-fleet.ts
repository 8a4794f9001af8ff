import { HOUR, type Seconds } from '../time/instant.js';
import { usedBytes } from '../usage/in-use.js';
import { type FleetView, SHARE_FOR_THE_PATIENT } from './fleet-view.js';
import { planNextPoll, polledLast } from './next-poll.js';
import type { PolledEsim, PollPolicy } from './polled-esim.js';
import { type Gaps, rhythmOf } from './rhythm.js';

/** Enough to know what a fleet of any size needs. */
const SAMPLE = 150;
/** 180 MB a day: a traveller's, until the fleet shows its own. */
const USUAL_BYTES_PER_HOUR = 7_864_320;
const [LEAST_PATIENCE, MOST_PATIENCE] = [1, 30 * HOUR];
const HALVINGS = 12;
/** A poll planned a little too soon is queued, most urgent first; one planned too late wastes budget. */
const PLANNED_SHARE = 1.2;

/**
 * Summarises the fleet as a whole: its rhythm, its use, and how patient the budget makes the plan. `fleet` may be some
 * of `size` eSIMs, taken evenly.
 */
export function viewFleet(
  fleet: readonly PolledEsim[],
  gaps: Gaps,
  policy: PollPolicy,
  size = fleet.length,
): FleetView {
  const sample = spread(fleet, SAMPLE);
  const longestWait = longestWaitOf(size, policy);
  const view = { rhythm: rhythmOf(gaps), bytesPerHour: usualUse(sample), longestWait };
  const wanted = PLANNED_SHARE * policy.requestsPerHour * (sample.length / Math.max(1, size));
  let [low, high] = [LEAST_PATIENCE, MOST_PATIENCE];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const patience = Math.sqrt(low * high);
    if (pollsPerHour(sample, { ...view, patience }, policy) > wanted) low = patience;
    else high = patience;
  }
  return { ...view, patience: Math.round(high) };
}

/** The interval that {@link SHARE_FOR_THE_PATIENT} of the budget suffices for, if that is more than the ceiling. */
function longestWaitOf(esims: number, { ceiling, requestsPerHour }: PollPolicy): Seconds {
  return Math.max(ceiling, Math.ceil((esims / (SHARE_FOR_THE_PATIENT * requestsPerHour)) * HOUR));
}

/** In the long run: that some are new or have just changed ends with one poll. */
function pollsPerHour(sample: readonly PolledEsim[], view: FleetView, policy: PollPolicy): number {
  return sample.reduce((sum, esim) => {
    const { dueAt, why } = planNextPoll(asIfUnchanged(esim), view, policy);
    const wait = why === 'never polled' ? view.longestWait : dueAt - polledLast(esim);
    return sum + HOUR / Math.max(policy.floor, wait);
  }, 0);
}

function asIfUnchanged(esim: PolledEsim): PolledEsim {
  return esim.memory === null ? esim : { ...esim, updatedAt: esim.memory.updatedAt };
}

/** The median over packages in use. */
function usualUse(sample: readonly PolledEsim[]): number {
  const rates = sample
    .flatMap(({ reading }) => {
      const used = usedBytes(reading) ?? 0;
      const hours = ((reading?.at ?? 0) - (reading?.packageStartedAt ?? reading?.at ?? 0)) / HOUR;
      return used > 0 && hours >= 6 ? [used / hours] : [];
    })
    .sort((a, b) => a - b);
  return rates[Math.floor(rates.length / 2)] ?? USUAL_BYTES_PER_HOUR;
}

/** Evenly over the fleet. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  const step = items.length / count;
  return Array.from({ length: count }, (_, index) => items[Math.floor(index * step)]).filter(
    (item) => item !== undefined,
  );
}
