import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AlertEventRow, openStore } from '@roamwatch/store';
import type { Context } from '../context.js';
import { type CycleOptions, type CycleResult, pollCycle } from './cycle.js';

/** What a poll would do, without having done it. */
export interface Rehearsal extends CycleResult {
  /** Oldest first; those closed without a word included. */
  readonly changes: readonly AlertEventRow[];
}

/**
 * Plays a whole cycle on a copy of the database, which is thrown away: the API is really asked, nothing is
 * stored, nothing is sent.
 */
export async function rehearse(ctx: Context, options: Omit<CycleOptions, 'deliver'>): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'roamwatch-rehearsal-'));
  try {
    const file = join(folder, 'copy.db');
    await ctx.store.upkeep.backup(file);
    const store = openStore({ file, now: ctx.now });
    try {
      const last = store.alerts.history(1)[0]?.id ?? 0;
      const result = await pollCycle({ ...ctx, store }, { ...options, deliver: false });
      const changes = store.alerts.history(Number.MAX_SAFE_INTEGER).filter((event) => event.id > last);
      return { ...result, changes: changes.reverse() };
    } finally {
      store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
