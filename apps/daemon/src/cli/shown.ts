import type { Reader } from '@roamwatch/core';
import { say } from './failure.js';
import { printResult } from './output.js';
import { isCurrent, type Standing, standingInWords } from './standing.js';
import { paragraph } from './terminal/table.js';
import type { StoreAccess } from './with-store.js';

/** The output of a command, before it is printed once or, with `--watch`, again and again. */
export interface Shown {
  readonly value: unknown;
  readonly words: () => string;
  /** Remarks for a program that reads `value`, printed on standard error. */
  readonly remarks?: readonly string[];
}

/** The output about one thing in the database: the state of others is left out. */
export function withStandingOfOne(shown: Shown, standing: Standing, reader: Reader): Shown {
  return withStanding(shown, { ...standing, notMonitored: {} }, reader);
}

/** A list from the database, with as of when it is and what is missing from it: in words below it, for programs beside it. */
export function withStanding(
  { value, words, remarks = [] }: Shown,
  standing: Standing,
  reader: Reader,
): Shown {
  const lines = standingInWords(standing, reader);
  return {
    value,
    words: () => [words(), '', ...lines.map((line) => paragraph(line))].join('\n'),
    remarks: [...remarks, ...(isCurrent(standing) ? [] : lines)],
  };
}

export function printShown(
  { options }: Pick<StoreAccess, 'options'>,
  { value, words, remarks = [] }: Shown,
): void {
  printResult(options, value, words);
  if (options.json) for (const remark of remarks) say(remark);
}

/** The text of an empty list. An empty result is good only where everything was checked. */
export function emptyText(standing: Standing, current: string, otherwise: string): string {
  return isCurrent(standing) ? current : otherwise;
}
