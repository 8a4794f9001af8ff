import type { UnitsInUse, UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import { Interrupted } from './interrupted.js';

const KEY = 'poll.underWay';

/** The cycle that workers share, so that another one can lead it to its end. */
export interface CycleUnderWay {
  readonly cycle: number;
  readonly startedAt: UnixSeconds;
  /** Who leads it: another one since the last one was silent for too long. */
  readonly leader: string;
  /** What the leader's process calls itself; left out by earlier versions. */
  readonly holder?: string;
  /** Null until the fleet is divided. */
  readonly divided: DividedFleet | null;
}

/** What was done before the fleet was divided. */
export interface DividedFleet {
  /** What the stages until then came to, as JSON. */
  readonly before: unknown;
  readonly units: UnitsInUse;
  /** eSIMs that may be polled, */
  readonly fleet: number;
  /** and those that are polled in this cycle. */
  readonly esims: number;
  /** Number of shards of the eSIMs in use, and of those polled after them; of chosen ones one figure. */
  readonly parts: readonly number[];
}

type Settings = Pick<Store, 'settings'>;

/** Null: none is. */
export async function cycleUnderWay({ settings }: Settings): Promise<CycleUnderWay | null> {
  return ((await settings.get(KEY)) ?? null) as CycleUnderWay | null;
}

/** Leads the cycle that is under way, or begins one. */
export async function leadCycle(
  store: Settings & Pick<Store, 'cycles'>,
  { leader, holder }: { readonly leader: string; readonly holder: string },
  now: UnixSeconds,
): Promise<{ readonly underWay: CycleUnderWay; readonly isTakenOver: boolean }> {
  const known = await cycleUnderWay(store);
  const cycle = known?.cycle ?? (await store.cycles.begin(now));
  return store.settings.change([KEY], (was) => {
    const current = (was[KEY] ?? null) as CycleUnderWay | null;
    const underWay: CycleUnderWay =
      current === null
        ? { cycle, startedAt: known?.startedAt ?? now, leader, holder, divided: null }
        : { ...current, leader, holder };
    return { underWay, isTakenOver: current !== null, set: { [KEY]: underWay } };
  });
}

/** The setting once the fleet is divided. It throws Interrupted when another worker leads the cycle by now. */
export function withDivision({ leader }: CycleUnderWay, divided: DividedFleet) {
  const change = (was: unknown): CycleUnderWay => ({ ...led(was, leader), divided });
  return { key: KEY, change };
}

/** @throws Interrupted when another worker leads the cycle by now, or it has ended. */
export async function requireLead({ settings }: Settings, { leader }: CycleUnderWay): Promise<void> {
  led(await settings.get(KEY), leader);
}

/** The cycle has ended, in whatever way. */
export async function endCycle({ settings }: Settings, { leader }: CycleUnderWay): Promise<void> {
  await settings.change([KEY], (was) => {
    const current = (was[KEY] ?? null) as CycleUnderWay | null;
    return { set: current?.leader === leader ? { [KEY]: null } : {} };
  });
}

function led(stored: unknown, leader: string): CycleUnderWay {
  const current = (stored ?? null) as CycleUnderWay | null;
  if (current?.leader !== leader) throw new Interrupted();
  return current;
}
