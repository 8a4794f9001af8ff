import { performance } from 'node:perf_hooks';
import { RoamifyError } from '@roamwatch/client';
import { type DateRange, dateOf, HOUR, type PackagesHistory } from '@roamwatch/core';
import { monthBefore, parseMonth } from '@roamwatch/report';
import type { FetchedHistory, HistoryTarget } from '@roamwatch/store';
import { monthsToClose } from '../reports/open-months.js';
import { allEnded } from './all-ended.js';
import type { PollContext } from './context.js';
import type { CycleOptions } from './cycle-options.js';
import { endsTheCycle, orFailure } from './failure.js';

/** Histories that no change of a package calls for are spread over the cycles: of a fleet of any usual size over a day. */
const FEWEST_A_CYCLE = 200;
const MOST_A_CYCLE = 1_000;
const CYCLES_FOR_ALL = 40;

const RETRY_AFTER = 6 * HOUR;

/** Histories stored in one transaction; after a few seconds those there are, to lose little when killed. */
const BATCH = 50;
const LONGEST_WAIT_MS = 5_000;

/**
 * Requests packages histories that are missing: of new eSIMs, of those that are not polled, of those where it failed before,
 * and once a month, after its end, of all that were about. The first poll of a large fleet requests none: they come over many
 * cycles anyway, and what that poll found is to be told first.
 *
 * @param fleet how many eSIMs are polled.
 * @returns what made going on pointless: the token is refused, or the provider stopped answering; null otherwise.
 */
export async function requestHistories(
  ctx: PollContext,
  fleet: number,
  options: CycleOptions,
): Promise<RoamifyError | null> {
  if (await isFirstOfManyEsims(ctx, fleet)) return null;
  const when = { month: await monthsRequested(ctx), retryBefore: ctx.now() - RETRY_AFTER };
  const share = Math.min(MOST_A_CYCLE, Math.max(FEWEST_A_CYCLE, Math.ceil(fleet / CYCLES_FOR_ALL)));
  const most = ctx.budget === null ? share : Math.min(share, ctx.budget.headroom);
  const queue = (await ctx.store.purchases.historiesDue(when, most)).values();
  let fetched: FetchedHistory[] = [];
  let storedAt = performance.now();
  const store = async () => {
    const taken = fetched;
    fetched = [];
    storedAt = performance.now();
    if (taken.length === 0) return;
    await ctx.store.purchases.recordAll(taken);
    for (const { history } of taken) ctx.observer.setAside(history.rejected);
  };
  const worker = async () => {
    for (const target of queue) {
      if (options.signal?.aborted) return;
      const request = () => requestHistory(ctx, target, options);
      const history = await (ctx.budget ? ctx.budget.within(1, request) : request());
      if (history === null) continue;
      fetched.push({ esim: target.esim, history, at: ctx.now() });
      if (fetched.length >= BATCH || performance.now() - storedAt >= LONGEST_WAIT_MS) await store();
    }
  };
  const workers = Array.from({ length: ctx.config.api.concurrency }, worker);
  const ended = await orFailure(allEnded(workers));
  await store();
  return ended instanceof RoamifyError ? ended : null;
}

async function isFirstOfManyEsims({ store }: PollContext, fleet: number): Promise<boolean> {
  return fleet > MOST_A_CYCLE && (await store.cycles.lastGoodAt()) === null;
}

/** One eSIM's history; null when it cannot be read now. That delays nothing else, and it is requested again. */
export async function requestHistory(
  ctx: PollContext,
  target: HistoryTarget,
  { signal }: Pick<CycleOptions, 'signal'>,
): Promise<PackagesHistory | null> {
  try {
    return await ctx.api.packagesHistory(target.requestIccid ?? target.iccid, signal ? { signal } : {});
  } catch (error) {
    if (!(error instanceof RoamifyError) || endsTheCycle(error)) throw error;
    await ctx.store.purchases.historyFailed(target.esim, ctx.now());
    ctx.log.warn({ event: 'history-failed', iccid: target.iccid, reason: error.reason }, error.message);
    return null;
  }
}

/** From the oldest month that is to be closed, or else the last one, to the end of the last one. */
async function monthsRequested(ctx: PollContext): Promise<DateRange> {
  const last = monthBefore(dateOf(ctx.now(), ctx.config.timeZone).slice(0, 7));
  const toClose = await Promise.all(ctx.config.reports.map((report) => monthsToClose(ctx, report)));
  const oldest = toClose.flat().reduce(earlier, last);
  return { from: parseMonth(oldest).from, to: parseMonth(last).to };
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
