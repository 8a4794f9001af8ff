import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Settings } from '../settings.js';

/** The context of summaries. */
export interface SummaryContext {
  readonly config: Pick<Settings, 'receivers' | 'timeZone' | 'poll'>;
  readonly store: Pick<Store, 'snapshot' | 'settings' | 'fleet' | 'pages'>;
  readonly now: Clock;
  readonly log: Log;
}
