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

/** Written over what was there. */
function screenOf({ words }: Shown): string {
  const lines = fitted(printableOutput(words()).split('\n'), Math.max(2, (process.stdout.rows || 24) - 1));
  return `${HOME}${lines.map((line) => line + CLEAR_LINE).join('\n')}\n${CLEAR_BELOW}`;
}

/** As much as fits `height`: the list gives way, and what is said below it, such as as of when it is, stays. */
export function fitted(lines: readonly string[], height: number): readonly string[] {
  if (lines.length <= height) return lines;
  const below = lines.slice(Math.max(0, lines.lastIndexOf('')));
  const room = Math.max(0, height - below.length - 1);
  const hidden = lines.length - below.length - room;
  return [
    ...lines.slice(0, room),
    `… ${hidden} more ${hidden === 1 ? 'line' : 'lines'}. Use --limit or a filter`,
    ...below,
  ].slice(0, height);
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
