import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../clock.js';
import { printableJson, printableOutput } from '../printable.js';
import { say } from './failure.js';
import { printShown, type Shown } from './shown.js';
import { abortOnSignals } from './signals.js';
import { paragraph } from './terminal/table.js';
import type { StoreAccess } from './with-store.js';

const EVERY_MS = 2_000;

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_SCREEN = '\u001b[2J';

/**
 * Shows `look` once; with `watched` again whenever the database has changed, until Ctrl-C, SIGTERM, or the reader is
 * gone. A terminal shows one screen that is kept up to date; elsewhere each state follows the one before, as JSON one a
 * line.
 */
export async function show(
  access: StoreAccess,
  watched: boolean,
  look: (access: StoreAccess) => Promise<Shown>,
): Promise<void> {
  if (!watched) return printShown(access, await look(access));
  const stopped = AbortSignal.any([abortOnSignals(), readerGone()]);
  const onScreen = process.stdout.isTTY === true && access.options.json !== true;
  if (onScreen) process.stdout.write(CLEAR_SCREEN);
  let revision: string | null = null;
  while (!stopped.aborted) {
    const now = await access.store.pages.revision();
    if (onScreen || now !== revision) {
      const shown = await look({ ...access, now: systemClock() });
      if (onScreen) process.stdout.write(screenOf(shown));
      else printState(access, shown, revision !== null);
    }
    revision = now;
    await wait(EVERY_MS, undefined, { signal: stopped }).catch(() => {});
  }
}

/** As much as fits a screen, written over what was there. */
function screenOf({ words }: Shown): string {
  const height = Math.max(2, (process.stdout.rows || 24) - 1);
  const lines = printableOutput(words()).split('\n');
  const rest = lines.length - (height - 1);
  const fitting =
    rest > 1 ? [...lines.slice(0, height - 1), `… ${rest} more lines. Use --limit or a filter`] : lines;
  return `${HOME}${fitting.map((line) => line + CLEAR_LINE).join('\n')}\n${CLEAR_BELOW}`;
}

function printState({ options }: StoreAccess, { value, words, remarks = [] }: Shown, isNext: boolean): void {
  if (!options.json) {
    process.stdout.write(`${isNext ? '\n' : ''}${printableOutput(words())}\n`);
    return;
  }
  process.stdout.write(`${printableJson(JSON.stringify(value))}\n`);
  for (const remark of remarks) say(paragraph(remark));
}

/** Aborted when nobody reads any more, as after `| head`. */
function readerGone(): AbortSignal {
  const controller = new AbortController();
  process.stdout.once('error', () => controller.abort());
  return controller.signal;
}
