import type { CalendarDate } from './instant.js';

/** A span of calendar dates, `to` exclusive. */
export interface DateRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}
