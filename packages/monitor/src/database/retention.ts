import type { UnixSeconds } from '@roamwatch/core';
import { dateOf } from '@roamwatch/core';
import type { Pruned, Retention, Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { RetentionSettings, Settings } from '../settings.js';

/** What the configured retention means now. Readings past their time are thinned to the last of each day. */
export function retentionAt(
  { dailyUsage, readings, history }: RetentionSettings,
  now: UnixSeconds,
): Retention {
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

export function prune(
  store: Pick<Store, 'upkeep'>,
  config: Pick<Settings, 'retention'>,
  now: UnixSeconds,
): Pruned {
  return store.upkeep.prune(retentionAt(config.retention, now));
}

export interface PruneContext {
  readonly config: Pick<Settings, 'retention'>;
  readonly store: Pick<Store, 'upkeep'>;
  readonly now: Clock;
  readonly log: Log;
}

/** The daemon's nightly pruning. */
export function scheduledPrune(ctx: PruneContext): void {
  const pruned = prune(ctx.store, ctx.config, ctx.now());
  ctx.log.info({ event: 'pruned', ...pruned }, 'what the retention lets go was removed');
}
