import type { CopyPhase } from '@roamwatch/store/copy';
import { SingleBar } from 'cli-progress';

const FORMATS: Readonly<Record<CopyPhase['phase'], string>> = {
  counting: 'Counting  {value} rows so far  {what}',
  copying: 'Copying   [{bar}] {value}/{total} rows  {eta_formatted} left  {what}',
  verifying: 'Verifying [{bar}] {value}/{total} rows  {what}',
};

/** One line on standard error: how far a copy is, and with what. It vanishes at the end. */
export function copyBar(): {
  readonly update: (progress: CopyPhase) => void;
  readonly stop: () => void;
} {
  let shown: { readonly phase: CopyPhase['phase']; readonly bar: SingleBar } | null = null;
  return {
    update({ phase, what, total, done }) {
      if (shown?.phase !== phase) {
        shown?.bar.stop();
        shown = { phase, bar: begun(FORMATS[phase], total, what) };
      }
      shown.bar.update(done, { what });
    },
    stop() {
      shown?.bar.stop();
      shown = null;
    },
  };
}

function begun(format: string, total: number, what: string): SingleBar {
  const bar = new SingleBar({
    format,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
    etaBuffer: 50,
  });
  bar.start(total, 0, { what });
  return bar;
}
