import { DAY, MINUTE, type UnixSeconds, zoned } from '@roamwatch/core';
import { createTask, parse } from 'node-cron';

/** UTC offsets are whole quarters of an hour, so within one the local hour and date do not change. */
const QUARTER = 15 * MINUTE;

/** A schedule that names no day within this, such as 31 February, never comes. */
const FURTHEST = 5 * 366 * DAY;

/**
 * The first instant after `after` that a cron expression names in an IANA zone; null when there is none. node-cron
 * itself only computes from the machine's clock.
 */
export function nextOccurrence(schedule: string, timeZone: string, after: UnixSeconds): UnixSeconds | null {
  const { hour, month } = parse(schedule);
  const task = createTask(schedule, () => {}, { timezone: timeZone });
  const matches = (at: UnixSeconds) => task.match(new Date(at * 1000));
  try {
    const first = Math.floor(after / MINUTE) * MINUTE + MINUTE;
    for (let from = Math.floor(first / QUARTER) * QUARTER; from < after + FURTHEST; from += QUARTER) {
      const local = zoned(from, timeZone);
      if (!month.includes(Number(local.month)) || !hour.includes(Number(local.hour))) continue;
      for (let at = Math.max(from, first); at < from + QUARTER; at += MINUTE) if (matches(at)) return at;
    }
    return null;
  } finally {
    void task.destroy();
  }
}
