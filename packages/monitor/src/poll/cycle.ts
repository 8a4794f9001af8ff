import { performance } from 'node:perf_hooks';
import { RoamifyError } from '@roamwatch/client';
import { canUseData } from '@roamwatch/core';
import { evaluateBudgets } from '../budgets/evaluate.js';
import { pullBack } from '../database/pull-back.js';
import { type Deliveries, deliver } from '../deliver/deliver.js';
import { addReminders } from '../deliver/reminders.js';
import type { Counts, CycleResult, CycleSummary } from '../ports/cycle-result.js';
import { holdUntilListing, resumeAfterListing } from './adaptive/between-listings.js';
import { withinBudget } from './adaptive/within-budget.js';
import { adviceOn } from './advice.js';
import { countsOf, remarksOn, reviewFleet } from './conditions.js';
import type { PollContext } from './context.js';
import { addCounts, NO_COUNTS } from './counts.js';
import type { BegunPolling, CycleOptions } from './cycle-options.js';
import { evaluateByClock, evaluateProviderAlert } from './evaluate.js';
import { isInterruption, isOutage, orFailure } from './failure.js';
import { requestHistories } from './histories.js';
import { reloadInventory } from './inventory.js';
import { listFleet } from './list.js';
import { pollUsage } from './poll-usage.js';
import { joinStages, type PartOfStage, type StageResult, type UsageCalls } from './stage.js';
import { everyTarget, type Targets, theseTargets } from './targets.js';
import { rereadToken } from './token.js';
import { settleUnits } from './units.js';
import { isFirstWatch } from './watch.js';

/**
 * One whole cycle: list, poll, store, evaluate, deliver. Every answer is stored in one transaction with the
 * alerts and the notifications that follow from it; delivery comes after, outside any transaction. A provider that does
 * not answer ends the polling, never the rest: rules that run by the clock and pending messages continue.
 */
export async function pollCycle(daemon: PollContext, options: CycleOptions = {}): Promise<CycleResult> {
  await pullBack(daemon);
  const { shared } = options;
  const startedAt = shared?.startedAt ?? daemon.now();
  const started = performance.now() - (shared ? (daemon.now() - startedAt) * 1000 : 0);
  const id = shared?.cycle ?? (await daemon.store.cycles.begin(startedAt));
  const ctx = { ...daemon, log: daemon.log.child({ cycle: id }) };

  rereadToken(ctx);
  const inventory = await reloadInventory(ctx);
  await ctx.store.alerts.useRules(ctx.config.rules);
  const provider = await pollWithCurrentToken(ctx, options);
  const { failure } = provider;
  await shared?.goOn();
  if (failure) await holdUntilListing(ctx);
  const counts = addCounts(
    provider.counts,
    await evaluateProviderAlert(ctx, failure),
    await clockCounts(ctx, options),
  );
  const fleet = await reviewFleet(ctx, provider.observed, failure);
  const deliveries = await deliverDue(ctx, failure, options);

  const summary: CycleSummary = {
    ...counts,
    skipped: Math.max(0, counts.listed - counts.polled - counts.failed),
    ...countsOf(fleet),
    notificationsSent: deliveries.sent,
    notificationsPending: (await ctx.store.outbox.counts()).pending,
    durationMs: Math.round(performance.now() - started),
  };
  const remarks = remarksOn(fleet.open);
  const problems = [
    ...inventory,
    ...provider.problems,
    ...remarks.problems,
    ...(failure ? [failureText(failure, counts.listFailed > 0)] : []),
    ...(deliveries.dead > 0 ? [deadLettered(deliveries.dead)] : []),
  ];
  const warnings = [...provider.warnings, ...remarks.warnings];
  if (!isInterruption(failure)) {
    await ctx.store.cycles.finish(id, ctx.now(), { ...summary }, isOutage(failure) ? failure.message : null);
  }
  const { open: conditions, notMonitored } = fleet;
  ctx.log.info({ event: 'cycle', ...summary, problems, warnings }, 'poll cycle finished');
  return { summary, notMonitored, conditions, problems, warnings };
}

/**
 * A token that was rotated while the cycle ran is no reason to alarm anybody: the new one is tried first. All are polled
 * again then, so of the first attempt only what it stored and opened counts.
 */
async function pollWithCurrentToken(ctx: PollContext, options: CycleOptions): Promise<StageResult> {
  const first = await pollProvider(ctx, options);
  if (!first.failure?.refused || !rereadToken(ctx)) return first;
  ctx.log.info(
    { event: 'token-rotated' },
    'the token was rejected, and its file contains another: polling again',
  );
  const kept = { ...first.counts, listed: 0, listFailed: 0, polled: 0, failed: 0, readingsRejected: 0 };
  return joinStages({ counts: kept }, await pollProvider(ctx, options));
}

/** Lists, then polls those listed. */
async function pollProvider(ctx: PollContext, options: CycleOptions): Promise<StageResult> {
  const begun = options.shared?.begun ?? (await beginPolling(ctx, options));
  if (!isBegun(begun)) return begun;
  const { before } = begun;
  const polled = await pollBegun(ctx, begun, options);
  if (polled.failure) return joinStages(before, polled);
  const outage = outageIn(polled.calls, begun.fleet);
  if (outage) return joinStages(before, polled, outage);
  return joinStages(before, polled, { failure: await requestHistories(ctx, begun.fleet, options) });
}

function isBegun(stage: BegunPolling | StageResult): stage is BegunPolling {
  return 'before' in stage;
}

/** Reads the list and settles the units; or what ended the cycle before. */
async function beginPolling(ctx: PollContext, options: CycleOptions): Promise<BegunPolling | StageResult> {
  const listing = await listFleet(ctx, options);
  if (listing.failure) return joinStages(listing, { counts: { ...NO_COUNTS, listFailed: 1 } });
  const targets = await everyTarget(ctx);
  const before = joinStages(
    listing,
    { warnings: targets.count === 0 ? await nothingPolled(ctx) : [] },
    await evaluateNewFleet(ctx),
  );
  const units = await orFailure(settleUnits(ctx, targets, options.signal));
  if (units instanceof RoamifyError) return joinStages(before, { failure: units });
  await resumeAfterListing(ctx);
  return { before, units, fleet: targets.count, targets: await chosen(ctx, targets, options) };
}

/**
 * What the list alone shows of a new fleet, such as profiles that are about to expire, need not wait for the answers. Of any other
 * fleet it must: the readings of the poll before may be days old.
 */
async function evaluateNewFleet(ctx: PollContext): Promise<PartOfStage> {
  return (await isFirstWatch(ctx)) ? { counts: (await evaluateByClock(ctx)).counts } : {};
}

async function pollBegun(ctx: PollContext, begun: BegunPolling, options: CycleOptions): Promise<StageResult> {
  if (options.shared) return options.shared.pollUsage(ctx, begun, options.onProgress);
  if (begun.targets === null) throw new TypeError('nothing was chosen to be polled');
  return pollUsage(ctx, begun.targets, begun.units, options);
}

/** A few that are polled alone may well be just those that fail. */
const FEWEST_OF_AN_OUTAGE = 3;

/** A provider of which the list works and no usage request does is down all the same. */
function outageIn({ answered, failed, error }: UsageCalls, fleet: number): Partial<StageResult> | null {
  if (error === null || answered > 0 || failed < Math.min(FEWEST_OF_AN_OUTAGE, fleet)) return null;
  const problem = failed === 1 ? 'the only usage request failed' : `all ${failed} usage requests failed`;
  return { problems: [problem], failure: error };
}

/** Not once the cycle is to end: its caller continues with this, perhaps under other rules. */
async function clockCounts(ctx: PollContext, { signal }: CycleOptions): Promise<Partial<Counts>> {
  if (signal?.aborted) return {};
  const { counts } = await evaluateByClock(ctx, true);
  const budgets = await evaluateBudgets(ctx);
  await addReminders(ctx);
  return addCounts(counts, budgets.counts);
}

async function deliverDue(
  ctx: PollContext,
  failure: RoamifyError | null,
  { deliver: isWanted = true, onProgress, signal, shared }: CycleOptions,
): Promise<Pick<Deliveries, 'sent' | 'dead'>> {
  if (!isWanted || signal?.aborted) return { sent: 0, dead: 0 };
  onProgress?.({ phase: 'delivering' });
  const firstStart = failure === null && (await ctx.store.cycles.lastGoodAt()) === null;
  if (shared) return shared.deliver(ctx, { firstStart });
  return deliver(ctx, { firstStart, ...(signal ? { signal } : {}) });
}

function failureText(failure: RoamifyError, ofList: boolean): string {
  if (isInterruption(failure)) return failure.message;
  return `${ofList ? 'the list of eSIMs could not be read: ' : ''}${failure.message}: ${adviceOn(failure)}`;
}

function deadLettered(messages: number): string {
  return messages === 1
    ? '1 notification could not be delivered'
    : `${messages} notifications could not be delivered`;
}

async function chosen(ctx: PollContext, targets: Targets, { choose }: CycleOptions): Promise<Targets> {
  if (choose === undefined && ctx.budget === null) return targets;
  return theseTargets(await (choose ?? withinBudget)(ctx, targets));
}

/** A status that replaced a configured one would silence everything. */
async function nothingPolled({ store, config: { poll } }: PollContext): Promise<readonly string[]> {
  const counts = [...(await store.fleet.countByStatus())];
  if (!('only' in poll.statuses) || !counts.some(([status]) => canUseData(status))) return [];
  const listed = counts.map(([status, esims]) => `${esims} ${status}`).join(', ');
  const polled = poll.statuses.only.join(', ');
  return [`no eSIM is polled for usage: poll.statuses names ${polled}, the list has ${listed}`];
}
