import { performance } from 'node:perf_hooks';
import { counted, formatDuration } from '@roamwatch/core';
import type { Log } from '../ports/log.js';

/** How far a cycle has come, for a progress bar or a log line. */
export type CyclePhase =
  | { readonly phase: 'listing'; readonly listed: number }
  | {
      readonly phase: 'polling';
      readonly done: number;
      readonly failed: number;
      readonly total: number;
      /** ICCIDs of the last ones, once all others are done. */
      readonly waitingFor: readonly string[];
    }
  | { readonly phase: 'delivering' };

/** Called whenever a cycle has come further. */
export type OnProgress = (phase: CyclePhase) => void;

const LOG_EVERY_MS = 10_000;

/** For a log: a line every ten seconds of a long cycle, none for a short one. `now` counts milliseconds. */
export function logProgress(log: Pick<Log, 'info'>, now: () => number = () => performance.now()): OnProgress {
  let saidAt = now();
  let before = 0;
  return (progress) => {
    const done = doneIn(progress);
    if (done < before) before = 0;
    const seconds = (now() - saidAt) / 1000;
    if (seconds * 1000 < LOG_EVERY_MS) return;
    const rate = Math.round((done - before) / seconds);
    log.info({ event: 'progress', ...progress, perSecond: rate }, progressText(progress, rate));
    saidAt = now();
    before = done;
  };
}

function doneIn(progress: CyclePhase): number {
  if (progress.phase === 'listing') return progress.listed;
  return progress.phase === 'polling' ? progress.done : 0;
}

function progressText(progress: CyclePhase, rate: number): string {
  if (progress.phase === 'listing') return `listing: ${counted(progress.listed, 'eSIM')} so far`;
  if (progress.phase === 'delivering') return 'delivering messages';
  const { done, total, failed, waitingFor } = progress;
  const left = rate > 0 ? `, about ${formatDuration(Math.ceil((total - done) / rate))} left` : '';
  return `polling usage: ${done} of ${total}, ${failed} failed, ${rate} a second${left}${waitingText(waitingFor)}`;
}

/** ", waiting for 8944500000000000017 and 2 more"; empty when it is for many. */
export function waitingText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return `, waiting for ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
