import { parseDuration, type Seconds } from '@roamwatch/core';
import type { Command } from 'commander';
import { UsageError } from './failure.js';

/** A number that one of our own tables shows. */
export function idArgument(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new UsageError(`"${text}" is not an ID: IDs are whole numbers`);
  return id;
}

/** An ICCID as people copy it: in groups, with spaces or hyphens between them. */
function iccidArgument(text: string): string {
  const iccid = text.replace(/[\s\u00a0-]/g, '');
  if (iccid === '') throw new UsageError(`"${text}" is not an ICCID`);
  return iccid;
}

/** The ICCID of a command that takes it as an argument or as `--iccid`; `usage` shows how, should both or neither be given. */
export function oneIccid(argument: string | undefined, option: string | undefined, usage: string): string {
  if (argument !== undefined && option !== undefined)
    throw new UsageError('specify the ICCID once, either as the argument or with --iccid');
  const iccid = argument ?? option;
  if (iccid === undefined) throw new UsageError(`missing ICCID. Usage: roamwatch ${usage}`);
  return iccidArgument(iccid);
}

/** An option that a command cannot do without. Commander would name it before a missing argument. */
export function required<T>(value: T | undefined, flags: string, command: Command): T {
  if (value === undefined) command.error(`error: required option '${flags}' not specified`);
  return value as T;
}

export function countArgument(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new UsageError(`${name} must be a whole number of at least 1, not "${text}"`);
  return count;
}

export function durationArgument(text: string): Seconds {
  return parsed(() => parseDuration(text));
}

/** Turns what a parser of ours says about an argument into wrong usage. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
