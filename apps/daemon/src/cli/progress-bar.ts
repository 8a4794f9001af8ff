import { SingleBar } from 'cli-progress';
import type { CyclePhase } from '../jobs/poll/progress.js';

/** A bar on standard error with rate, failures and time left. */
export function progressBar(): {
  readonly update: (progress: CyclePhase) => void;
  readonly stop: () => void;
} {
  const bar = new SingleBar({
    format: '{phase} [{bar}] {value}/{total}  {failed} failed  {rate}/s  {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
    etaBuffer: 50,
  });
  const startedAt = Date.now();
  let active = false;
  return {
    update(progress) {
      if (progress.phase !== 'asking' || progress.total === 0) return;
      const rate = Math.round(progress.done / Math.max(1, (Date.now() - startedAt) / 1000));
      const payload = { phase: 'Asking for usage', failed: progress.failed, rate };
      if (!active) bar.start(progress.total, progress.done, payload);
      else bar.update(progress.done, payload);
      active = true;
    },
    stop() {
      if (active) bar.stop();
    },
  };
}
