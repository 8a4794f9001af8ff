import { differencesAmong, reviewDaemons } from '@roamwatch/core';
import { openConditions, settleConditions } from '../poll/conditions.js';
import { runningDaemons } from './compare-daemons.js';
import type { RunContext } from './run-context.js';

/**
 * Decides between polls whether the daemons that share the database differ, and notifies every receiver when that has lasted, and
 * when it has ended.
 */
export async function reviewRunningDaemons(ctx: RunContext): Promise<void> {
  const daemons = await runningDaemons(ctx.store, ctx.now());
  const open = await openConditions(ctx);
  const isKnown = open.some(({ condition }) => condition.kind === 'daemons-differ');
  if (!isKnown && differencesAmong(daemons).length === 0) return;
  await settleConditions(ctx, (before, at) => reviewDaemons(daemons, before, at));
}
