import type { CalendarDate, Closing } from '@roamwatch/core';
import type { Period } from '../period/period.js';

/**
 * Refuses a closing that is not possible.
 * @param today the date where the books are kept
 * @throws RangeError when the period is no month, has not ended, or is closed already
 */
export function assertClosable(period: Period, closings: readonly Closing[], today: CalendarDate): void {
  if (period.month === null) throw new RangeError(`only a calendar month can be closed, not ${period.name}`);
  if (closings.some(({ month }) => month === period.month)) {
    throw new RangeError(`${period.name} is closed already`);
  }
  if (today < period.to) {
    throw new RangeError(`${period.name} has not ended: it can be closed from ${period.to} on`);
  }
}
