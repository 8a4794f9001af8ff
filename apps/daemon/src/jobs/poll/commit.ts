import { DAY, type EsimFacts, nextEpoch, type Reading } from '@roamwatch/core';
import type { Context } from '../../context.js';
import { type Answer, type Failed, type Heard, setAsideOf } from './ask-esim.js';
import { evaluateAndStore } from './evaluate.js';
import type { CycleSummary } from './summary.js';

/**
 * Stores a batch of answers: daily rows, readings, alert transitions and news, all in one transaction, so that
 * a crash leaves either all of an answer and what follows from it, or nothing.
 */
export function commitAnswers(ctx: Context, answers: readonly Answer[], summary: CycleSummary): void {
  const { store } = ctx;
  const unchanged = answers.filter((answer) => answer.kind === 'unchanged');
  const toldAnew = answers.filter((answer) => answer.kind !== 'unchanged');
  store.transaction(() => {
    store.usage.confirmReadings(new Map(unchanged.map(({ target, at }) => [target.esim, at])));
    summary.polled += unchanged.length;
    storeAndEvaluate(ctx, toldAnew, summary);
  });
}

function storeAndEvaluate(ctx: Context, answers: readonly (Heard | Failed)[], summary: CycleSummary): void {
  const { store } = ctx;
  const esims = answers.map(({ target }) => target.esim);
  const before = new Map(store.fleet.facts(esims, ctx.now()).map((facts) => [facts.esim, facts]));
  const readings = needsReadings(ctx) ? store.usage.readingsOf(esims, ctx.now() - DAY) : NO_READINGS;
  const after: EsimFacts[] = [];
  for (const answer of answers) {
    const facts = before.get(answer.target.esim);
    if (!facts) continue;
    const earlierReadings = earlierThan(facts.reading, readings.get(facts.esim));
    const known = { ...facts, earlierReadings };
    after.push(
      answer.kind === 'heard'
        ? storeHeard(ctx, answer, known, summary)
        : storeFailed(ctx, answer, known, summary),
    );
  }
  const quietUntil = evaluateAndStore(ctx, after, summary);
  store.fleet.rememberAnswers(
    answers.map((answer) => ({
      esim: answer.target.esim,
      fingerprint: understoodWhole(answer) ? answer.fingerprint : null,
      quietUntil: quietUntil.get(answer.target.esim) ?? null,
    })),
  );
}

/** Stores one answer and returns the facts as they are after it. */
function storeHeard({ store }: Context, answer: Heard, facts: EsimFacts, summary: CycleSummary): EsimFacts {
  const { target, at, history } = answer;
  const { reading, days } = answer.read;
  const setAside = setAsideOf(answer);
  const written = store.usage.recordDays(target.esim, days, at);
  summary.dailyRowsNew += written.added;
  summary.dailyRowsChanged += written.changed;
  summary.readingsRejected += setAside.length;
  if (setAside.length > 0) store.rejected.add(target.esim, setAside, at);
  if (history) store.purchases.record(target.esim, history, at);

  if (!reading) {
    summary.failed++;
    store.fleet.recordFailure(target.esim, at, 'unreadable figures');
    return { ...facts, fresh: false, days, failingSince: facts.failingSince ?? at };
  }
  summary.polled++;
  store.usage.recordReading(target.esim, reading);
  const epoch = nextEpoch(facts.epoch, reading, history ? history.length : null);
  if (epoch !== facts.epoch) store.fleet.saveEpoch(target.esim, epoch);
  const earlierReadings = facts.earlierReadings.filter((earlier) => earlier.at >= epoch.startedAt);
  return { ...facts, reading, epoch, days, earlierReadings, fresh: true, failingSince: null };
}

function storeFailed(
  ctx: Context,
  { target, at, error }: Failed,
  facts: EsimFacts,
  summary: CycleSummary,
): EsimFacts {
  summary.failed++;
  ctx.store.fleet.recordFailure(target.esim, at, error.reason);
  ctx.log.warn({ event: 'esim-failed', iccid: target.iccid, reason: error.reason }, error.message);
  return { ...facts, fresh: false, failingSince: facts.failingSince ?? at };
}

/** Whatever was set aside is counted each time it comes, so such an answer is read each time. */
function understoodWhole(answer: Heard | Failed): answer is Heard {
  return answer.kind === 'heard' && answer.read.reading !== null && setAsideOf(answer).length === 0;
}

const NO_READINGS: ReadonlyMap<number, readonly Reading[]> = new Map();

/** Only the forecast looks at earlier readings, and no further back than a day. */
function needsReadings(ctx: Context): boolean {
  return ctx.config.rules.some((rule) => rule.type === 'data-forecast');
}

/** The readings kept, and the last good one, which may be among them. */
function earlierThan(last: Reading | null, kept: readonly Reading[] = []): readonly Reading[] {
  return last === null ? kept : [...kept.filter(({ at }) => at < last.at), last];
}
