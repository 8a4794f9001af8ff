import { performance } from 'node:perf_hooks';
import { RoamifyError } from '@roamwatch/client';
import { DOCUMENTED_STATUSES } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { Context } from '../context.js';
import { deliver } from '../deliver/deliver.js';
import { addReminders } from '../deliver/reminders.js';
import { holdUntilListing, resumeAfterListing } from './adaptive/between-listings.js';
import { withinBudget } from './adaptive/within-budget.js';
import { adviceOn } from './advice.js';
import { askForUsage } from './ask.js';
import { DriftWatch } from './drift.js';
import { evaluateByClock, evaluateProviderAlert, lookAtAllWhenRulesChanged } from './evaluate.js';
import { isInterruption, isOutage } from './failure.js';
import { askForHistories } from './histories.js';
import { reloadInventory } from './inventory.js';
import { listFleet } from './list.js';
import type { CyclePhase } from './progress.js';
import { tellOfShortfall } from './shortfall.js';
import { type CycleSummary, emptySummary } from './summary.js';
import { everybody, type Targets, these } from './targets.js';
import { rereadToken } from './token.js';
import { settleUnits, unitsInUse } from './units.js';

export interface CycleOptions {
  /** Ends the cycle early and cleanly: what was answered is stored, the rest waits for the next cycle. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (phase: CyclePhase) => void;
  /** Whom to ask of those who may be asked; left out: everybody, as far as there is a budget for it. */
  readonly choose?: (ctx: Context, targets: Targets) => Promise<readonly PollTarget[]>;
  /** False: news stays in the outbox. For a rehearsal on a copy of the database. */
  readonly deliver?: boolean;
}

export interface CycleResult {
  readonly summary: CycleSummary;
  /** What failed as a whole, in words for the operator; empty when all went well. */
  readonly problems: readonly string[];
  /** What the operator should look at although nothing failed. */
  readonly warnings: readonly string[];
}

/** Collects what the operator is to be told, while the cycle goes on. */
interface Remarks {
  readonly problems: string[];
  readonly warnings: string[];
}

/**
 * One whole cycle: list, ask, store, evaluate, deliver. Every answer is stored in one transaction with the
 * alerts and the news that follow from it; delivery comes after, outside any transaction. A provider that does
 * not answer ends the asking, never the rest: rules that run by the clock and waiting messages go on.
 */
export async function pollCycle(daemon: Context, options: CycleOptions = {}): Promise<CycleResult> {
  const startedAt = daemon.now();
  const started = performance.now();
  const summary = emptySummary();
  const remarks: Remarks = { problems: [], warnings: [] };
  const { problems, warnings } = remarks;
  const id = daemon.store.cycles.begin(startedAt);
  const ctx = { ...daemon, log: daemon.log.child({ cycle: id }) };

  rereadToken(ctx);
  reloadInventory(ctx, problems);
  lookAtAllWhenRulesChanged(ctx);
  const failure = await askWithCurrentToken(ctx, summary, remarks, options);
  summary.skipped = Math.max(0, summary.listed - summary.polled - summary.failed);
  if (failure) {
    holdUntilListing(ctx);
    problems.push(isInterruption(failure) ? failure.message : `${failure.message}: ${adviceOn(failure)}`);
  }

  evaluateProviderAlert(ctx, failure, summary);
  evaluateByClock(ctx, summary);
  addReminders(ctx);

  if (options.deliver !== false) {
    options.onProgress?.({ phase: 'delivering' });
    const deliveries = await deliver(ctx, {
      firstLook: failure === null && ctx.store.cycles.lastGoodAt() === null,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    summary.notificationsSent = deliveries.sent;
    if (deliveries.dead > 0) problems.push(givenUp(deliveries.dead));
  }
  summary.notificationsPending = ctx.store.outbox.counts().pending;
  summary.durationMs = Math.round(performance.now() - started);

  if (!isInterruption(failure)) {
    ctx.store.cycles.finish(id, ctx.now(), { ...summary }, isOutage(failure) ? failure.message : null);
  }
  ctx.log.info({ event: 'cycle', ...summary, problems, warnings }, 'poll cycle finished');
  return { summary, problems, warnings };
}

function givenUp(messages: number): string {
  return messages === 1
    ? 'a message could not be delivered and was given up'
    : `${messages} messages could not be delivered and were given up`;
}

/**
 * A token that was rotated while the cycle ran is no reason to alarm anybody: the new one is tried first. All are asked
 * again then, so what was counted of the first asking counts no more; what it stored and opened does.
 */
async function askWithCurrentToken(
  ctx: Context,
  summary: CycleSummary,
  remarks: Remarks,
  options: CycleOptions,
): Promise<RoamifyError | null> {
  const { problems, warnings } = remarks;
  const before = { problems: problems.length, warnings: warnings.length };
  const failure = await askProvider(ctx, summary, remarks, options);
  if (!failure?.refused || !rereadToken(ctx)) return failure;
  ctx.log.info({ event: 'token-rotated' }, 'the token was refused, and its file holds another: asking again');
  Object.assign(summary, { polled: 0, failed: 0, readingsRejected: 0 });
  problems.length = before.problems;
  warnings.length = before.warnings;
  return askProvider(ctx, summary, remarks, options);
}

/** Lists and asks. Returns the failure that ended it, or null; a failing single eSIM is not one. */
async function askProvider(
  ctx: Context,
  summary: CycleSummary,
  { problems, warnings }: Remarks,
  options: CycleOptions,
): Promise<RoamifyError | null> {
  const drift = new DriftWatch();
  try {
    const shortfall = await listFleet(ctx, summary, drift, options);
    tellOfShortfall(ctx, shortfall);
    if (shortfall) (shortfall.proven ? problems : warnings).push(shortfall.text);
    const targets = everybody(ctx);
    if (targets.count === 0) warnings.push(...nobodyAsked(ctx));
    const units = await settleUnits(ctx, targets, options.signal);
    resumeAfterListing(ctx);
    await askForUsage(ctx, await chosen(ctx, targets, options), units, summary, drift, options);
    if (targets.count > 0) warnings.push(...unitUnknown(ctx));
    await askForHistories(ctx, options);
    return null;
  } catch (error) {
    if (error instanceof RoamifyError) return error;
    throw error;
  } finally {
    for (const text of drift.warnings(ctx)) {
      ctx.log.warn({ event: 'drift' }, text);
      warnings.push(text);
    }
  }
}

async function chosen(ctx: Context, targets: Targets, { choose }: CycleOptions): Promise<Targets> {
  if (choose === undefined && ctx.budget === null) return targets;
  return these(await (choose ?? withinBudget)(ctx, targets));
}

/** A status that replaced a polled one would silence everything. */
function nobodyAsked({ store, config }: Context): readonly string[] {
  const counts = [...store.fleet.countByStatus()];
  if (counts.every(([status]) => DOCUMENTED.has(status))) return [];
  const listed = counts.map(([status, esims]) => `${esims} ${status}`).join(', ');
  const asked = config.poll.statuses.join(', ');
  return [`no eSIM is asked for usage: poll.statuses names ${asked}, the list has ${listed}`];
}

const DOCUMENTED: ReadonlySet<string> = new Set(DOCUMENTED_STATUSES);

function unitUnknown(ctx: Context): readonly string[] {
  const allowance = unitsInUse(ctx)?.allowance;
  if (!allowance || allowance.unit !== null) return [];
  return [
    `rules about data are silent, the unit of allowances is unknown (${allowance.evidence}): set units.allowance if you know it`,
  ];
}
