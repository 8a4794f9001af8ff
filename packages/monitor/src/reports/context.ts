import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Settings } from '../settings.js';

/** The context for finding reports that are due. */
export interface ReportScheduleContext {
  readonly config: Pick<Settings, 'timeZone'>;
  readonly store: Pick<Store, 'settings' | 'closing'>;
  readonly now: Clock;
}

/** The context for listing open months with their reasons. */
export interface OpenMonthsContext {
  readonly config: Pick<Settings, 'reports' | 'timeZone'>;
  readonly store: Pick<Store, 'settings' | 'closing' | 'cycles' | 'purchases'>;
  readonly now: Clock;
}

/** The context of scheduled reports. */
export interface ReportContext {
  readonly config: Pick<Settings, 'reports' | 'receivers' | 'timeZone'>;
  readonly store: Pick<Store, 'snapshot' | 'settings' | 'cycles' | 'closing' | 'purchases' | 'outbox'>;
  readonly now: Clock;
  readonly log: Log;
}
