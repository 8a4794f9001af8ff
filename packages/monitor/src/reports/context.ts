import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Settings } from '../settings.js';

/** What knowing when reports are due takes. */
export interface ReportScheduleContext {
  readonly config: Pick<Settings, 'timeZone'>;
  readonly store: Pick<Store, 'settings' | 'closing'>;
  readonly now: Clock;
}

/** What knowing which months are open, and why, takes. */
export interface OpenMonthsContext {
  readonly config: Pick<Settings, 'reports' | 'timeZone'>;
  readonly store: Pick<Store, 'settings' | 'closing' | 'cycles' | 'purchases'>;
  readonly now: Clock;
}

/** What scheduled reports work with. */
export interface ReportContext {
  readonly config: Pick<Settings, 'reports' | 'receivers' | 'timeZone'>;
  readonly store: Pick<Store, 'snapshot' | 'settings' | 'cycles' | 'closing' | 'purchases' | 'outbox'>;
  readonly now: Clock;
  readonly log: Log;
}
