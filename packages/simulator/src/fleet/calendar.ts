import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';

/** When the eSIMs of a fleet are ordered. An index ordered later is larger, so newest first is index descending. */
export interface OrderCalendar {
  readonly startAt: UnixSeconds;
  /** eSIMs ordered before `startAt`. */
  readonly size: number;
  /** Days before `startAt` on which the first of them was ordered. */
  readonly orderedDays: number;
  /** eSIMs ordered on each day after `startAt`; 0: the fleet stays as it is. */
  readonly newPerDay: number;
}

/** Travellers who ordered before the start depart within so many days after it. */
const DEPARTURES_AFTER_START = 60 * DAY;

export function orderedAt(
  { startAt, size, orderedDays, newPerDay }: OrderCalendar,
  index: number,
): UnixSeconds {
  if (index >= size) return startAt + Math.ceil(((index - size + 1) * DAY) / newPerDay);
  return startAt - HOUR - Math.floor((orderedDays * DAY * (size - 1 - index)) / size);
}

/** Number of eSIMs ordered until `at`. */
export function countOrdered(calendar: OrderCalendar, at: UnixSeconds): number {
  const { startAt, size, newPerDay } = calendar;
  if (at >= startAt) return size + Math.floor(((at - startAt) * newPerDay) / DAY);
  let [ordered, open] = [0, size];
  while (ordered < open) {
    const middle = (ordered + open) >>> 1;
    if (orderedAt(calendar, middle) <= at) ordered = middle + 1;
    else open = middle;
  }
  return ordered;
}

/** The last instant at which somebody who ordered at `createdAt` departs. */
export function departsBefore({ startAt }: OrderCalendar, createdAt: UnixSeconds): UnixSeconds {
  return Math.max(startAt + DEPARTURES_AFTER_START, createdAt + DEPARTURES_AFTER_START / 2);
}
