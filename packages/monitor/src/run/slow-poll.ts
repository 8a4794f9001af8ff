import { DAY, formatDuration, type Seconds, type UnixSeconds } from '@roamwatch/core';
import { noticesToAll } from '../deliver/notice.js';
import type { PollContext } from '../poll/context.js';
import type { CycleResult } from '../ports/cycle-result.js';
import { nextOccurrence } from '../schedule/occurrence.js';

/** When the receivers were notified; a week of good polls later they may be again. */
const KEY = 'poll.outlastsInterval';
const FORGOTTEN_AFTER = 7 * DAY;

type SlowPollContext = Pick<PollContext, 'store' | 'config' | 'now' | 'log'>;

/**
 * Notifies every receiver, once, when polls by schedule take longer than the time between two of them. How long one took
 * is not read off the clock, which may have been put forward meanwhile.
 */
export async function notifyOfSlowPoll(
  ctx: SlowPollContext,
  startedAt: UnixSeconds,
  { summary }: CycleResult,
): Promise<void> {
  const { store, config, now, log } = ctx;
  if (config.poll.adaptive !== null) return;
  const took = Math.round(summary.durationMs / 1000);
  const interval = intervalAt(ctx, startedAt);
  if (interval === null || took <= interval) return;
  const text = inWords(took, interval, summary.listed);
  let isNews = false;
  await store.settings.change([KEY], (was) => {
    const notifiedAt = (was[KEY] ?? null) as UnixSeconds | null;
    isNews = notifiedAt === null || now() - notifiedAt > FORGOTTEN_AFTER;
    const notice = { title: 'Polls take longer than their interval', text };
    return { set: { [KEY]: now() }, queue: isNews ? noticesToAll(config.receivers, notice, now()) : [] };
  });
  if (isNews) log.warn({ event: 'poll-outlasts-interval', took, interval }, text);
}

/** The time between the two occurrences that come next; null when there are none. */
function intervalAt({ config }: SlowPollContext, at: UnixSeconds): Seconds | null {
  const { schedule } = config.poll;
  const next = nextOccurrence(schedule, config.timeZone, at);
  const following = next === null ? null : nextOccurrence(schedule, config.timeZone, next);
  return next === null || following === null ? null : following - next;
}

function inWords(took: Seconds, interval: Seconds, esims: number): string {
  return (
    `The last poll took ${formatDuration(took)} for ${esims === 1 ? '1 eSIM' : `${esims} eSIMs`}, and poll.schedule starts one every ${formatDuration(interval)}, ` +
    'so some are left out. Raise api.requestsPerSecond if the provider allows it, or set poll.mode to adaptive, ' +
    'which polls each eSIM as soon as it may reach a threshold, or poll less often.'
  );
}
