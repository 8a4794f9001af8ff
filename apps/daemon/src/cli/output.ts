import type { GlobalOptions } from './global-options.js';

/** Prints a command's result: as JSON when asked for, else in words for people. */
export function printResult(options: GlobalOptions, value: unknown, words: () => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : `${words()}\n`);
}
