import type { Counts } from '../ports/cycle-result.js';

export const NO_COUNTS: Counts = {
  listed: 0,
  listFailed: 0,
  polled: 0,
  failed: 0,
  dailyRowsNew: 0,
  dailyRowsChanged: 0,
  readingsRejected: 0,
  alertsOpened: 0,
  alertsEscalated: 0,
  alertsResolved: 0,
};

/** The sum of each count. */
export function addCounts(...parts: readonly Partial<Counts>[]): Counts {
  const names = Object.keys(NO_COUNTS) as (keyof Counts)[];
  const sum = (name: keyof Counts) => parts.reduce((total, part) => total + (part[name] ?? 0), 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as unknown as Counts;
}
