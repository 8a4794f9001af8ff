import type { UnixSeconds } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from '../context.js';
import { requestsFor } from '../request-usage.js';
import type { Targets } from '../targets.js';
import { polledEsims } from './fleet.js';
import { inParts } from './in-parts.js';

interface Waiting {
  readonly target: PollTarget;
  readonly since: UnixSeconds;
}

/** A poll of everybody, where adaptive polling has a budget: as many as it allows, who waited longest first. */
export async function withinBudget(ctx: PollContext, targets: Targets): Promise<readonly PollTarget[]> {
  const requests = ctx.budget?.left() ?? Number.POSITIVE_INFINITY;
  let waiting: readonly Waiting[] = [];
  for await (const part of inParts(targets)) {
    waiting = [...waiting, ...withWait(ctx, part)].sort((a, b) => a.since - b.since).slice(0, requests);
  }
  return affordable(
    waiting.map(({ target }) => target),
    requests,
  );
}

/** As many as so many requests suffice for, in their order. */
export function affordable(targets: readonly PollTarget[], requests: number): readonly PollTarget[] {
  let spent = 0;
  return targets.filter((target) => {
    spent += requestsFor(target);
    return spent <= requests;
  });
}

function withWait(ctx: PollContext, targets: readonly PollTarget[]): readonly Waiting[] {
  const esims = targets.map(({ esim }) => esim);
  const asked = new Map(
    polledEsims(ctx, esims).map(({ esim, memory, reading }) => [esim, memory?.askedAt ?? reading?.at ?? 0]),
  );
  return targets.map((target) => ({ target, since: asked.get(target.esim) ?? 0 }));
}
