import {
  type AnswerChanges,
  type AnswersChanges,
  decideAnswers,
  historyNeeded,
  isUnused,
  type ObservedUsage,
  observeUsage,
  polledSince,
  type Rejected,
  UNREADABLE,
  type UnitsInUse,
} from '@roamwatch/core';
import { alertPolicyOf, inventoryDay } from './alert-policy.js';
import type { PollContext } from './context.js';
import { addCounts } from './counts.js';
import { reportTransitions } from './report-transitions.js';
import type { Polled } from './request-usage.js';
import type { PartOfStage, UsageCalls } from './stage.js';
import { watchNow } from './watch.js';

/**
 * Stores a batch of answers: daily usage, readings, alerts and their notifications, and what adaptive polling learns,
 * all in one transaction, so that a crash leaves either all of an answer and what follows from it, or nothing.
 */
export async function storeAnswers(
  ctx: PollContext,
  batch: readonly Polled[],
  units: UnitsInUse,
): Promise<PartOfStage> {
  const { config, store, version } = ctx;
  const now = ctx.now();
  const answers = batch.map(({ answer }) => answer);
  const planning = config.poll.adaptive;
  const { readings, places } = historyNeeded(config.rules);
  // The answers are the provider's current figures.
  const { downtime } = polledSince(await watchNow(ctx));
  const policy = { ...alertPolicyOf(config), units, version, planning, downtime };
  // Without a plan, of an eSIM that said the same again nothing is to be known.
  const read = planning === null ? answers.filter(({ kind }) => kind !== 'unchanged') : answers;
  const written = await store.polling.answers(
    {
      esims: read.map(({ esim }) => esim),
      now,
      readingsSince: readings === 0 ? null : now - readings,
      places,
      addressesOn: inventoryDay(config, now),
      learning: planning !== null,
    },
    (before) => decideAnswers(answers, before, policy, now),
  );
  reportFailures(ctx, batch, written.changes);
  const rejected = written.changes.answered.flatMap((one) => one.rejected);
  ctx.observer.setAside(rejected);
  const counts = {
    ...countAnswers(written.changes),
    dailyRowsNew: written.days.added,
    dailyRowsChanged: written.days.changed,
    readingsRejected: rejected.length,
  };
  return {
    counts: addCounts(counts, reportTransitions(ctx, written.transitions)),
    observed: { ...observeUsage(observed(batch, written.changes), unchangedIn(batch)), units },
    calls: callsIn(batch),
  };
}

function countAnswers({ confirmed, answered }: AnswersChanges) {
  const failed = answered.filter(({ failure }) => failure !== null).length;
  return { polled: confirmed.size + answered.length - failed, failed };
}

function reportFailures(ctx: PollContext, batch: readonly Polled[], { answered }: AnswersChanges): void {
  if (answered.every(({ failure }) => failure === null)) return;
  const polled = new Map(batch.map((one) => [one.target.esim, one]));
  for (const { esim, failure, rejected } of answered) {
    const one = polled.get(esim);
    if (failure === null || one === undefined) continue;
    const { iccid } = one.target;
    const message = one.error?.message ?? unreadableText(iccid, rejected);
    ctx.log.warn({ event: 'esim-failed', iccid, reason: failure }, message);
  }
}

function unreadableText(iccid: string, rejected: readonly Rejected[]): string {
  const figures = rejected.filter(({ what }) => what === 'figure');
  return [`${iccid}: ${UNREADABLE}`, ...figures.map(({ reason, sample }) => `${reason}: ${sample}`)].join(
    '; ',
  );
}

function observed(batch: readonly Polled[], { answered }: AnswersChanges): readonly ObservedUsage[] {
  const changes = new Map<number, AnswerChanges>(answered.map((one) => [one.esim, one]));
  return batch.flatMap(({ target, answer }) => {
    const stored = changes.get(answer.esim);
    if (answer.kind !== 'usage' || stored === undefined) return [];
    const metered = !target.unlimited && !isUnused(target.status);
    const ofHistory = answer.history?.rejected ?? [];
    const rejected = stored.rejected.filter((one) => !ofHistory.includes(one));
    const rejectedOfHistory = answer.history === null ? null : ofHistory;
    return [{ details: answer.details, rejected, rejectedOfHistory, metered }];
  });
}

function unchangedIn(batch: readonly Polled[]): number {
  return batch.filter(({ answer }) => answer.kind === 'unchanged').length;
}

function callsIn(batch: readonly Polled[]): UsageCalls {
  const errors = batch.flatMap(({ error }) => error ?? []);
  return { answered: batch.length - errors.length, failed: errors.length, error: errors.at(-1) ?? null };
}
