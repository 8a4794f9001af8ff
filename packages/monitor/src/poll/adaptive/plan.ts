import { chooseDue, type FleetView, type Planned, type PolledEsim, planNextPoll } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from '../context.js';
import { pages } from '../pages.js';
import type { Targets } from '../targets.js';
import { fleetView, policyOf, polledEsims, pollTarget, viewAgain } from './fleet.js';

/** The most of an hour's budget that goes into one turn: what becomes urgent within the hour finds some left. */
const TURN_SHARE = 1 / 6;
/** This many eSIMs show what the fleet is like. */
const SAMPLE = 1_000;

type Keys = readonly number[];

/**
 * Plans the whole fleet again, after the list was read, and chooses what to poll now. That goes by what the fleet was
 * like at the list before; what it is like now is found out on the way.
 */
export async function planAndChoose(ctx: PollContext, targets: Targets): Promise<readonly PollTarget[]> {
  const step = Math.ceil(targets.count / SAMPLE);
  const sample: PolledEsim[] = [];
  let planned = 0;
  const chosen = await choose(ctx, keysOf(targets), async (page) => {
    await ctx.store.polling.setDue(new Map(page.map(({ esim, nextPoll }) => [esim.esim, nextPoll.dueAt])));
    sample.push(...page.filter(() => planned++ % step === 0).map(({ esim }) => esim));
  });
  await viewAgain(ctx, sample, targets.count);
  return chosen;
}

/** The eSIMs to poll between two listings. */
export async function chooseNow(ctx: PollContext): Promise<readonly PollTarget[]> {
  return (await allowedNow(ctx)) === 0 ? [] : choose(ctx, dueKeys(ctx));
}

async function choose(
  ctx: PollContext,
  esims: AsyncIterable<Keys>,
  look: (page: readonly Planned[]) => Promise<void> = async () => {},
): Promise<readonly PollTarget[]> {
  const view = await fleetView(ctx);
  const allowed = await allowedNow(ctx);
  const now = ctx.now();
  let chosen: readonly Planned[] = [];
  for await (const page of esims) {
    const planned = plan(ctx, await polledEsims(ctx, page), view);
    await look(planned);
    chosen = chooseDue([...chosen, ...planned], view, allowed, now);
  }
  const targets: PollTarget[] = [];
  for (const { esim } of chosen) {
    const target = await pollTarget(ctx, esim.esim);
    if (target) targets.push(target);
  }
  return targets;
}

function plan({ config }: PollContext, esims: readonly PolledEsim[], view: FleetView): readonly Planned[] {
  const policy = policyOf(config);
  return esims.map((esim) => ({ esim, nextPoll: planNextPoll(esim, view, policy) }));
}

async function* keysOf(targets: Targets): AsyncGenerator<Keys> {
  for await (const page of targets.pages()) yield page.map(({ esim }) => esim);
}

function dueKeys({ store, config, now }: PollContext): AsyncIterable<Keys> {
  const at = now();
  return pages(
    (page) => store.polling.dueBy(at, config.poll.statuses, page),
    (esim) => esim,
  );
}

async function allowedNow({ budget, config }: PollContext): Promise<number> {
  const spendable = budget === null ? 0 : (await budget.left()) - budget.headroom;
  return Math.max(0, Math.min(spendable, Math.ceil(policyOf(config).requestsPerHour * TURN_SHARE)));
}
