import {
  addDays,
  canonicalIccid,
  dateOf,
  instantAt,
  isCalendarDate,
  parseDuration,
  type Seconds,
  type Severity,
  type UnixSeconds,
} from '@roamwatch/core';
import type { Command } from 'commander';
import { UsageError } from './failure.js';

/** A number that one of our own tables shows. */
export function idArgument(text: string): number {
  const id = Number(text.replace(/^#/, ''));
  if (!Number.isSafeInteger(id) || id < 1)
    throw new UsageError(`"${text}" is not an ID: IDs are whole numbers`);
  return id;
}

/** An ICCID in any spelling: with spaces, dashes or the filler F. */
function iccidArgument(text: string): string {
  const iccid = canonicalIccid(text) ?? text.replace(/[\s\u00a0-]/g, '');
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

/** One of a few words, whatever its case. */
export function choiceArgument<Choice extends string>(
  name: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((one) => one === text.toLowerCase());
  if (choice !== undefined) return choice;
  throw new UsageError(`${name} must be one of ${choices.join(', ')}, not "${text}"`);
}

const SEVERITIES: readonly Severity[] = ['critical', 'warning'];

export function severityArgument(name: string, text: string): Severity {
  return choiceArgument(name, text, SEVERITIES);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/i;
const ON_THE_WALL = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/;
const TIME_OF_DAY = /^\d{2}:\d{2}$/;

/** An instant with its offset, or a date, a date with a time, or the next such time of day, in `zone`. */
export function instantArgument(
  name: string,
  text: string,
  { now, zone }: { readonly now: UnixSeconds; readonly zone: string },
): UnixSeconds {
  const fault = new UsageError(
    `${name} must be a date, a time or both, such as 2026-12-01, 18:00 or "2026-12-01 18:00", not "${text}"`,
  );
  const today = dateOf(now, zone);
  const wall = TIME_OF_DAY.test(text) ? `${today} ${text}` : text;
  const [, date = '', time = '00:00'] = ON_THE_WALL.exec(wall) ?? [];
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return Math.floor(Date.parse(text) / 1000);
  if (!isCalendarDate(date) || Number.isNaN(Date.parse(`${date}T${time}Z`))) throw fault;
  const at = instantAt(`${date}T${time}`, zone);
  return TIME_OF_DAY.test(text) && at <= now ? instantAt(`${addDays(today, 1)}T${time}`, zone) : at;
}

export function durationArgument(text: string): Seconds {
  return parsed(() => parseDuration(text));
}

/** Turns the error of our own argument parser into a usage error. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
