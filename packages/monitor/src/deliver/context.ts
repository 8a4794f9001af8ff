import type { Channel } from '@roamwatch/notify';
import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Observer } from '../ports/observer.js';
import type { Settings } from '../settings.js';
import type { TopUpOffers } from './top-ups.js';

/** The context of delivery. */
export interface DeliverContext {
  readonly config: Pick<Settings, 'receivers' | 'routes' | 'rules' | 'poll' | 'timeZone' | 'api' | 'http'>;
  readonly store: Pick<Store, 'outbox' | 'fleet' | 'usage' | 'purchases' | 'inventory'>;
  readonly now: Clock;
  readonly log: Log;
  readonly topUps: TopUpOffers;
  /** By receiver name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Names this process where it claims a message. */
  readonly holder: string;
  readonly observer: Pick<Observer, 'delivery'>;
}
