import { type CyclePhase, waitingText } from '@roamwatch/monitor';
import { SingleBar } from 'cli-progress';

const FORMATS: Readonly<Record<CyclePhase['phase'], string>> = {
  listing: 'Listing eSIMs  {value} so far  {rate}/s',
  polling: 'Polling usage [{bar}] {value}/{total}  {failed} failed  {rate}/s  {eta_formatted} left{waiting}',
  delivering: 'Delivering messages',
};

interface Shown {
  readonly phase: CyclePhase['phase'];
  readonly bar: SingleBar;
  /** Milliseconds. */
  readonly since: number;
}

/** One line on standard error: what is being done, with rate, failures and time left. It vanishes at the end. */
export function progressBar(): {
  readonly update: (progress: CyclePhase) => void;
  readonly stop: () => void;
} {
  let shown: Shown | null = null;
  return {
    update(progress) {
      if (shown?.phase !== progress.phase) {
        shown?.bar.stop();
        shown = begun(progress);
      }
      const { value, total, failed } = countsOf(progress);
      const waiting = progress.phase === 'polling' ? waitingText(progress.waitingFor) : '';
      const seconds = Math.max(1, (performance.now() - shown.since) / 1000);
      shown.bar.setTotal(total);
      shown.bar.update(value, { failed, rate: Math.round(value / seconds), waiting });
    },
    stop() {
      shown?.bar.stop();
      shown = null;
    },
  };
}

function begun(progress: CyclePhase): Shown {
  const bar = new SingleBar({
    format: FORMATS[progress.phase],
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
    etaBuffer: 50,
  });
  const { total, failed } = countsOf(progress);
  bar.start(total, 0, { failed, rate: 0, waiting: '' });
  return { phase: progress.phase, bar, since: performance.now() };
}

function countsOf(progress: CyclePhase): { value: number; total: number; failed: number } {
  if (progress.phase === 'listing') return { value: progress.listed, total: progress.listed, failed: 0 };
  if (progress.phase === 'delivering') return { value: 0, total: 0, failed: 0 };
  return { value: progress.done, total: progress.total, failed: progress.failed };
}
