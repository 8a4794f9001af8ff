import { printableJson, printableOutput } from '../printable.js';
import type { GlobalOptions } from './global-options.js';

/** Prints a command's result: as JSON when requested, else in words for people. */
export function printResult(options: GlobalOptions, value: unknown, words: () => string): void {
  if (!options.json) process.stdout.write(`${printableOutput(words())}\n`);
  else for (const piece of jsonOf(value)) process.stdout.write(piece);
}

/** As many items as become text at once, so that a large fleet is never one string. */
const AT_ONCE = 500;

/** The same as `JSON.stringify` with two blanks, in pieces. */
export function* jsonOf(value: unknown): Generator<string> {
  if (!Array.isArray(value) || value.length === 0) {
    yield `${inText(value)}\n`;
    return;
  }
  for (let start = 0; start < value.length; start += AT_ONCE) {
    const items = value
      .slice(start, start + AT_ONCE)
      .map((item) => `  ${inText(item).replaceAll('\n', '\n  ')}`);
    yield `${start === 0 ? '[' : ','}\n${items.join(',\n')}`;
  }
  yield '\n]\n';
}

function inText(value: unknown): string {
  return printableJson(JSON.stringify(value, null, 2) ?? 'null');
}
