import type { RoamifyClient } from '@roamwatch/client';
import type { Channel } from '@roamwatch/notify';
import type { Store } from '@roamwatch/store';
import type { TopUpOffers } from './deliver/top-ups.js';
import type { RequestBudget } from './poll/request-budget.js';
import type { Clock } from './ports/clock.js';
import type { ReadInventory } from './ports/inventory.js';
import type { Log } from './ports/log.js';
import type { Observer } from './ports/observer.js';
import type { Settings } from './settings.js';

/** Everything the jobs work with, joined by the program and passed along; nothing else reaches for the outside. */
export interface Context {
  readonly config: Settings;
  readonly log: Log;
  readonly now: Clock;
  readonly store: Store;
  readonly api: RoamifyClient;
  readonly topUps: TopUpOffers;
  readonly readInventory: ReadInventory;
  /** Counts the requests of the hour; null without a limit to them. */
  readonly requests: RequestBudget | null;
  /** The same where polling plans with it; null: polling goes by schedule, and only `api.requestsPerHour` limits it. */
  readonly budget: RequestBudget | null;
  /** By receiver name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Names this process where it holds a lease. */
  readonly holder: string;
  /** The program's version: another version may read the same answer in another way. */
  readonly version: string;
  readonly observer: Observer;
}
