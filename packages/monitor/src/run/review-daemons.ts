import { differencesAmong, reviewDaemons, type Seconds } from '@roamwatch/core';
import { openConditions, settleConditions } from '../poll/conditions.js';
import { runningDaemon } from './compare-daemons.js';
import type { RunContext } from './run-context.js';

/** After an outage of the database the others need as long, at most, to say that they are still there, and as long again if one attempt fails. */
const HEARD_AFTER: Seconds = 40;

/**
 * Decides between polls whether the daemons that share the database differ, and notifies every receiver when that has lasted, and
 * when it has ended. A daemon that has only just come, or come back, has not heard of all others yet and decides nothing.
 */
export async function reviewRunningDaemons(ctx: RunContext): Promise<void> {
  const now = ctx.now();
  const holders = await ctx.store.lease.holders(now);
  const own = holders.find(({ holder }) => holder === ctx.holder);
  if (own === undefined || now - own.since < HEARD_AFTER) return;
  const daemons = holders.map(runningDaemon);
  const open = await openConditions(ctx);
  const isKnown = open.some(({ condition }) => condition.kind === 'daemons-differ');
  if (!isKnown && differencesAmong(daemons).length === 0) return;
  await settleConditions(ctx, (before, at) => reviewDaemons(daemons, before, at));
}
