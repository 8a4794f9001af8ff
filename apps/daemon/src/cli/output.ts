import { printableJson, printableOutput } from '../printable.js';
import type { GlobalOptions } from './global-options.js';

/** Prints a command's result: as JSON when asked for, else in words for people. */
export function printResult(options: GlobalOptions, value: unknown, words: () => string): void {
  const text = options.json ? printableJson(JSON.stringify(value, null, 2)) : printableOutput(words());
  process.stdout.write(`${text}\n`);
}
