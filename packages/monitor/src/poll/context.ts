import type { RoamifyClient } from '@roamwatch/client';
import type { Store } from '@roamwatch/store';
import type { DeliverContext } from '../deliver/context.js';
import type { ReadInventory } from '../ports/inventory.js';
import type { Observer } from '../ports/observer.js';
import type { Settings } from '../settings.js';
import type { Budget } from './request-budget.js';

/** The context of a poll: it delivers at its end. */
export interface PollContext extends DeliverContext {
  readonly config: Omit<Settings, 'retention' | 'heartbeatUrl'>;
  readonly store: Omit<Store, 'file' | 'lease' | 'close'>;
  readonly api: RoamifyClient;
  readonly readInventory: ReadInventory;
  readonly observer: Pick<Observer, 'delivery' | 'setAside'>;
  /** Counts the requests of the hour; null without a limit. */
  readonly requests: Budget | null;
  /** The same where polling plans with it; null: polling goes by schedule, and only `api.requestsPerHour` limits it. */
  readonly budget: Budget | null;
  /** The program's version: another version may read the same answer in another way. */
  readonly version: string;
}
