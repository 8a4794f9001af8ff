import {
  type EsimKey,
  type FleetMemory,
  type FleetView,
  type Gaps,
  type PolledEsim,
  polledEsimOf,
  viewFleet,
} from '@roamwatch/core';
import type { PollTarget, Store } from '@roamwatch/store';
import type { Settings } from '../../settings.js';

/** What looks at the plan needs: no API, so that a command can ask beside the daemon. */
export interface Planning {
  readonly store: Pick<Store, 'settings' | 'polling' | 'fleet'>;
  readonly config: Pick<Settings, 'poll' | 'rules' | 'timeZone'>;
  readonly now: () => number;
}

const KEY = 'polling.fleet';

/** The eSIMs as the plan looks at them; of a large fleet a part at a time. */
export function polledEsims(
  { store, config, now }: Planning,
  esims: readonly EsimKey[],
): readonly PolledEsim[] {
  const remembered = store.polling.remembered(esims);
  return store.fleet
    .facts(esims, now())
    .map((facts) =>
      polledEsimOf(facts, remembered.get(facts.esim) ?? { memory: null, updatedAt: null }, config.rules),
    );
}

/** Undefined when it is not asked for usage, or is not known any more. */
export function pollTarget({ store, config }: Planning, esim: EsimKey): PollTarget | undefined {
  const [next] = store.fleet.pollTargets(config.poll.statuses, { after: esim - 1, limit: 1 });
  return next?.esim === esim ? next : undefined;
}

/** The fleet as it was last seen as a whole; of an empty one before that. */
export function fleetView({ store, config }: Planning): FleetView {
  const kept = store.settings.get(KEY) as FleetMemory | undefined;
  return kept?.view ?? viewFleet([], [], policyOf(config));
}

export function gapsSeen({ store }: Pick<Planning, 'store'>): Gaps {
  return (store.settings.get(KEY) as FleetMemory | undefined)?.gaps ?? [];
}

/** Looks at the whole fleet anew, by an even sample of its `size`. */
export function viewAnew(planning: Planning, sample: readonly PolledEsim[], size: number): void {
  const gaps = gapsSeen(planning);
  const view = viewFleet(sample, gaps, policyOf(planning.config), size);
  planning.store.settings.set(KEY, { gaps, view } satisfies FleetMemory);
}

/** @throws when polling goes by schedule. */
export function policyOf({ poll }: Pick<Settings, 'poll'>) {
  if (poll.adaptive === null) throw new Error('polling goes by schedule and has no plan');
  return poll.adaptive;
}
