import { chooseDue, type EsimKey, type FleetView, type PolledEsim, planQuestion } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { Context } from '../../../context.js';
import { requestsFor } from '../ask-esim.js';
import { fleetView, policyOf, polledEsims, viewAnew } from './fleet.js';

/** The most of an hour's budget that goes into one turn: what becomes urgent within the hour finds some left. */
const TURN_SHARE = 1 / 6;

/** Plans the whole fleet anew, after the list was read, and chooses whom to ask now. */
export function planAndChoose(ctx: Context, targets: readonly PollTarget[]): readonly PollTarget[] {
  const fleet = polledEsims(
    ctx,
    targets.map(({ esim }) => esim),
  );
  const view = viewAnew(ctx, fleet);
  setDue(ctx, fleet, view);
  return choose(ctx, fleet, view, targets);
}

/** Whom to ask between two listings. */
export function chooseNow(ctx: Context): readonly PollTarget[] {
  const due = ctx.store.polling.dueBy(ctx.now());
  if (due.length === 0 || allowedNow(ctx) === 0) return [];
  const targets = ctx.store.fleet.pollTargets(ctx.config.poll.statuses);
  const asked = new Set(targets.map(({ esim }) => esim));
  const fleet = polledEsims(
    ctx,
    due.filter((esim) => asked.has(esim)),
  );
  return choose(ctx, fleet, fleetView(ctx), targets);
}

/** Plans the next questions of those just asked. */
export function planNext(ctx: Context, esims: readonly EsimKey[]): void {
  setDue(ctx, polledEsims(ctx, esims), fleetView(ctx));
}

/** A poll of everybody, where adaptive polling has a budget: as many as it allows, who waited longest first. */
export function withinBudget(ctx: Context, targets: readonly PollTarget[]): readonly PollTarget[] {
  const { budget } = ctx;
  if (budget === null) return targets;
  const lastAsked = new Map(
    polledEsims(
      ctx,
      targets.map(({ esim }) => esim),
    ).map(({ esim, memory, reading }) => [esim, memory?.askedAt ?? reading?.at ?? 0]),
  );
  const longestWaitFirst = targets.toSorted(
    (a, b) => (lastAsked.get(a.esim) ?? 0) - (lastAsked.get(b.esim) ?? 0),
  );
  return affordable(longestWaitFirst, budget.left());
}

function setDue(ctx: Context, fleet: readonly PolledEsim[], view: FleetView): void {
  const policy = policyOf(ctx.config);
  ctx.store.polling.setDue(new Map(fleet.map((esim) => [esim.esim, planQuestion(esim, view, policy).dueAt])));
}

function choose(
  ctx: Context,
  fleet: readonly PolledEsim[],
  view: FleetView,
  targets: readonly PollTarget[],
): readonly PollTarget[] {
  const policy = policyOf(ctx.config);
  const planned = fleet.map((esim) => ({ esim, question: planQuestion(esim, view, policy) }));
  const byKey = new Map(targets.map((target) => [target.esim, target]));
  const allowed = allowedNow(ctx);
  const chosen = chooseDue(planned, view, allowed, ctx.now()).flatMap(({ esim }) => byKey.get(esim) ?? []);
  return affordable(chosen, allowed);
}

/** As many as so many requests suffice for, in their order. */
function affordable(targets: readonly PollTarget[], requests: number): readonly PollTarget[] {
  let spent = 0;
  return targets.filter((target) => {
    spent += requestsFor(target);
    return spent <= requests;
  });
}

function allowedNow({ budget, config }: Context): number {
  const spendable = budget === null ? 0 : budget.left() - budget.headroom;
  return Math.max(0, Math.min(spendable, Math.ceil(policyOf(config).requestsPerHour * TURN_SHARE)));
}
