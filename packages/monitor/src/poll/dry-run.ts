import type { AlertEventRow } from '@roamwatch/store';
import type { CycleResult } from '../ports/cycle-result.js';
import type { PollContext } from './context.js';
import { pollCycle } from './cycle.js';
import type { CycleOptions } from './cycle-options.js';

/** The outcome of a poll that stores nothing. */
export interface DryRun extends CycleResult {
  /** Changes of alerts, oldest first; those closed silently included. */
  readonly changes: readonly AlertEventRow[];
}

/**
 * Plays a whole cycle: the API is really requested, nothing is sent.
 *
 * @param copy works on a copy of the database, because the cycle is stored there.
 */
export async function dryRun(copy: PollContext, options: Omit<CycleOptions, 'deliver'>): Promise<DryRun> {
  const { alerts } = copy.store;
  const last = (await alerts.history(1))[0]?.id ?? 0;
  const result = await pollCycle(copy, { ...options, deliver: false });
  const events = await alerts.history(Number.MAX_SAFE_INTEGER);
  return { ...result, changes: events.filter(({ id }) => id > last).reverse() };
}
