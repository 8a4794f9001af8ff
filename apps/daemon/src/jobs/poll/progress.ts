import { performance } from 'node:perf_hooks';
import type { Logger } from '../../log.js';

/** How far a cycle has come, for a progress bar or a log line. */
export type CyclePhase =
  | { readonly phase: 'listing'; readonly listed: number }
  | { readonly phase: 'asking'; readonly done: number; readonly failed: number; readonly total: number }
  | { readonly phase: 'delivering' };

export type OnProgress = (phase: CyclePhase) => void;

const LOG_EVERY_MS = 10_000;

/** For a log: a line every ten seconds of a long phase, none for a short one. */
export function logProgress(log: Logger): OnProgress {
  let next = performance.now() + LOG_EVERY_MS;
  return (progress) => {
    if (performance.now() < next) return;
    next = performance.now() + LOG_EVERY_MS;
    log.info({ event: 'progress', ...progress }, progressText(progress));
  };
}

function progressText(progress: CyclePhase): string {
  if (progress.phase === 'listing') return `listing: ${progress.listed} eSIMs so far`;
  if (progress.phase === 'delivering') return 'delivering messages';
  return `asking for usage: ${progress.done} of ${progress.total}, ${progress.failed} failed`;
}
