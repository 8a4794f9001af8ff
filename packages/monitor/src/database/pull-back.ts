import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';

export interface PullBackContext {
  readonly store: Pick<Store, 'upkeep'>;
  readonly now: Clock;
  readonly log: Log;
}

/** After the clock of this machine was put back: nothing is delayed until the time it showed before, or counts as done until then. */
export async function pullBack({ store, now, log }: PullBackContext): Promise<void> {
  if (!(await store.upkeep.pullBack(now()))) return;
  log.warn(
    { event: 'clock-put-back' },
    'the database held times in the future, because the clock was wrong: they count as now; check the clock (NTP)',
  );
}
