import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from './context.js';
import type { CyclePhase } from './progress.js';
import type { Targets } from './targets.js';

export interface CycleOptions {
  /** Ends the cycle early and cleanly: answers received are stored, the rest is polled in the next cycle. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (phase: CyclePhase) => void;
  /** Which eSIMs to poll, of those that may be polled; left out: all, as far as there is a budget for it. */
  readonly choose?: (ctx: PollContext, targets: Targets) => Promise<readonly PollTarget[]>;
  /** True: those polled are some of the fleet, which show nothing about all of it. */
  readonly partly?: boolean;
  /** False: notifications stay in the outbox. For a rehearsal on a copy of the database. */
  readonly deliver?: boolean;
}
