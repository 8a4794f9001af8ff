import {
  chooseDue,
  type EsimKey,
  type FleetView,
  type Planned,
  type PolledEsim,
  planQuestion,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from '../context.js';
import { pageByPage, type Targets } from '../targets.js';
import { fleetView, policyOf, polledEsims, pollTarget, viewAnew } from './fleet.js';
import { inParts } from './in-parts.js';
import { affordable } from './within-budget.js';

/** The most of an hour's budget that goes into one turn: what becomes urgent within the hour finds some left. */
const TURN_SHARE = 1 / 6;
/** So many eSIMs tell what the fleet is like. */
const SAMPLE = 1_000;

/**
 * Plans the whole fleet anew, after the list was read, and chooses whom to ask now. That goes by what the fleet was
 * like at the list before; what it is like now is found out on the way.
 */
export async function planAndChoose(ctx: PollContext, targets: Targets): Promise<readonly PollTarget[]> {
  const step = Math.ceil(targets.count / SAMPLE);
  const sample: PolledEsim[] = [];
  let planned = 0;
  const chosen = await choose(ctx, keysOf(targets), (part) => {
    keepDue(ctx, part);
    sample.push(...part.filter(() => planned++ % step === 0).map(({ esim }) => esim));
  });
  viewAnew(ctx, sample, targets.count);
  return chosen;
}

/** Whom to ask between two listings. */
export async function chooseNow(ctx: PollContext): Promise<readonly PollTarget[]> {
  return allowedNow(ctx) === 0 ? [] : choose(ctx, dueKeys(ctx));
}

async function choose(
  ctx: PollContext,
  esims: Iterable<EsimKey>,
  look: (part: readonly Planned[]) => void = () => {},
): Promise<readonly PollTarget[]> {
  const view = fleetView(ctx);
  const allowed = allowedNow(ctx);
  const now = ctx.now();
  let chosen: readonly Planned[] = [];
  for await (const part of inParts(esims)) {
    const planned = plan(ctx, polledEsims(ctx, part), view);
    look(planned);
    chosen = chooseDue([...chosen, ...planned], view, allowed, now);
  }
  return affordable(
    chosen.flatMap(({ esim }) => pollTarget(ctx, esim.esim) ?? []),
    allowed,
  );
}

function plan({ config }: PollContext, esims: readonly PolledEsim[], view: FleetView): readonly Planned[] {
  const policy = policyOf(config);
  return esims.map((esim) => ({ esim, question: planQuestion(esim, view, policy) }));
}

function keepDue({ store }: PollContext, planned: readonly Planned[]): void {
  store.polling.setDue(new Map(planned.map(({ esim, question }) => [esim.esim, question.dueAt])));
}

function* keysOf(targets: Targets): Generator<EsimKey> {
  for (const { esim } of targets) yield esim;
}

function dueKeys({ store, config, now }: PollContext): Iterable<EsimKey> {
  const at = now();
  return pageByPage(
    (page) => store.polling.dueBy(at, config.poll.statuses, page),
    (esim) => esim,
  );
}

function allowedNow({ budget, config }: PollContext): number {
  const spendable = budget === null ? 0 : budget.left() - budget.headroom;
  return Math.max(0, Math.min(spendable, Math.ceil(policyOf(config).requestsPerHour * TURN_SHARE)));
}
