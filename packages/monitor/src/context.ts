import type { Connect } from '@roamwatch/notify';
import type { Store } from '@roamwatch/store';
import type { PollContext } from './poll/context.js';
import type { Observer } from './ports/observer.js';
import type { ReportContext } from './reports/context.js';
import type { Settings } from './settings.js';
import type { SummaryContext } from './summary/context.js';

/** Everything the jobs work with, joined by the program; nothing else reaches for the outside. Each job takes its part. */
export interface Context extends PollContext, ReportContext, SummaryContext {
  readonly config: Settings;
  readonly store: Store;
  readonly observer: Observer;
  /** Opens connections to the server of an address. */
  readonly connect: Connect;
}
