import {
  type EsimKey,
  type FleetView,
  type PolledEsim,
  polledEsimOf,
  type Remembered,
  viewFleet,
} from '@roamwatch/core';
import type { PollTarget, Store } from '@roamwatch/store';
import type { Settings } from '../../settings.js';

/** The context for reading the plan: no API, so that a command can look beside the daemon. */
export interface Planning {
  readonly store: Pick<Store, 'polling' | 'fleet'>;
  readonly config: Pick<Settings, 'poll' | 'rules' | 'timeZone'>;
  readonly now: () => number;
}

/** The eSIMs as the plan sees them; of a large fleet a page at a time. */
export async function polledEsims(
  { store, config, now }: Planning,
  esims: readonly EsimKey[],
): Promise<readonly PolledEsim[]> {
  const [remembered, facts] = await Promise.all([
    store.polling.remembered(esims),
    store.fleet.facts(esims, now()),
  ]);
  return facts.map((one) => {
    return polledEsimOf(one, remembered.get(one.esim) ?? UNKNOWN, config.rules);
  });
}

const UNKNOWN: Remembered = { memory: null, updatedAt: null };

/** Undefined when it is not polled for usage, or is not known any more. */
export async function pollTarget(
  { store, config }: Planning,
  esim: EsimKey,
): Promise<PollTarget | undefined> {
  const [next] = await store.fleet.pollTargets(config.poll.statuses, { after: esim - 1, limit: 1 });
  return next?.esim === esim ? next : undefined;
}

/** The fleet as it was last seen as a whole; of an empty one before that. */
export async function fleetView({ store, config }: Planning): Promise<FleetView> {
  const memory = await store.polling.fleetMemory();
  return memory?.view ?? viewFleet([], [], policyOf(config));
}

/** Summarises the whole fleet again, by an even sample of its `size`. */
export async function viewAgain(
  { store, config }: Planning,
  sample: readonly PolledEsim[],
  size: number,
): Promise<void> {
  await store.polling.changeFleetMemory((memory) => {
    const gaps = memory?.gaps ?? [];
    return { gaps, view: viewFleet(sample, gaps, policyOf(config), size) };
  });
}

/** @throws when polling goes by schedule. */
export function policyOf({ poll }: Pick<Settings, 'poll'>) {
  if (poll.adaptive === null) throw new Error('polling goes by schedule and has no plan');
  return poll.adaptive;
}
