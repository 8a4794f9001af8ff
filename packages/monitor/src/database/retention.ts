import type { UnixSeconds } from '@roamwatch/core';
import { dateOf } from '@roamwatch/core';
import type { Pruned, Retention, Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { RetentionSettings, Settings } from '../settings.js';

/** The configured retention as instants. Readings past their time are thinned to the last of each day. */
function retentionAt({ dailyUsage, readings, history }: RetentionSettings, now: UnixSeconds): Retention {
  return {
    ...(readings === null ? {} : { thinReadingsBefore: now - readings }),
    ...(dailyUsage === null
      ? {}
      : { dropDaysBefore: dateOf(now - dailyUsage, 'UTC'), dropReadingsBefore: now - dailyUsage }),
    ...(history === null
      ? {}
      : {
          dropAlertsBefore: now - history,
          dropMessagesBefore: now - history,
          dropCyclesBefore: now - history,
          dropRejectedBefore: now - history,
        }),
  };
}

/** Deletes what is older than the configured retention, and gives the numbers of deleted rows. */
export async function prune(
  store: Pick<Store, 'upkeep'>,
  config: Pick<Settings, 'retention'>,
  now: UnixSeconds,
): Promise<Pruned> {
  return store.upkeep.prune(retentionAt(config.retention, now));
}

export interface PruneContext {
  readonly config: Pick<Settings, 'retention'>;
  readonly store: Pick<Store, 'upkeep' | 'settings'>;
  readonly now: Clock;
  readonly log: Log;
}

const PRUNED_AT = 'prune.doneAt';

/** When the daemon last pruned; null when it never has. */
export async function lastPrunedAt({ store }: Pick<PruneContext, 'store'>): Promise<UnixSeconds | null> {
  return ((await store.settings.get(PRUNED_AT)) ?? null) as UnixSeconds | null;
}

/** The daemon's nightly pruning. */
export async function scheduledPrune(ctx: PruneContext): Promise<void> {
  await ctx.store.settings.set(PRUNED_AT, ctx.now());
  const pruned = await prune(ctx.store, ctx.config, ctx.now());
  ctx.log.info({ event: 'pruned', ...pruned }, 'data older than the retention was deleted');
}
