import type { UnixSeconds } from '@roamwatch/core';
import type { GlobalOptions } from './frame.js';

/** Prints a command's result: as JSON when asked for, else in words for people. */
export function printResult(options: GlobalOptions, value: unknown, words: () => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : `${words()}\n`);
}

/** An instant for machines: ISO 8601 in UTC. */
export function isoInstant(at: UnixSeconds | null): string | null {
  return at === null ? null : new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
