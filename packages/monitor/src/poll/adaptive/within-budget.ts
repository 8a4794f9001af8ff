import type { UnixSeconds } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from '../context.js';
import type { Targets } from '../targets.js';
import { polledEsims } from './fleet.js';

interface Waiting {
  readonly target: PollTarget;
  readonly since: UnixSeconds;
}

/** Where adaptive polling has a budget, a poll of all eSIMs polls as many as it allows, those that waited longest first. */
export async function withinBudget(ctx: PollContext, targets: Targets): Promise<readonly PollTarget[]> {
  const requests = (await ctx.budget?.left()) ?? Number.POSITIVE_INFINITY;
  let waiting: readonly Waiting[] = [];
  for await (const page of targets.pages()) {
    waiting = [...waiting, ...(await withWait(ctx, page))]
      .sort((a, b) => a.since - b.since)
      .slice(0, requests);
  }
  return waiting.map(({ target }) => target);
}

async function withWait(ctx: PollContext, targets: readonly PollTarget[]): Promise<readonly Waiting[]> {
  const esims = targets.map(({ esim }) => esim);
  const polled = await polledEsims(ctx, esims);
  const polledAt = new Map(
    polled.map(({ esim, memory, reading }) => [esim, memory?.polledAt ?? reading?.at ?? 0]),
  );
  return targets.map((target) => ({ target, since: polledAt.get(target.esim) ?? 0 }));
}
