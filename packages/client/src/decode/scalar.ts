import { type CalendarDate, isCalendarDate, type UnixSeconds } from '@roamwatch/core';
import { LONGEST_TEXT } from '../bounds/bounds.js';
import { withoutNoise } from './decimal-noise.js';

/*
 * Readers of single wire values. Each returns `undefined` for what it cannot understand. Numbers may come as numeric
 * text; nothing is guessed beyond that.
 */

/** A finite number, from a number or from plain decimal text. */
export function readNumber(value: unknown): number | undefined {
  const figure = typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof figure === 'number' && Math.abs(figure) <= Number.MAX_SAFE_INTEGER ? figure : undefined;
}

/**
 * Unix seconds: the ten digits of the years 2001 to 2286. Milliseconds and other nonsense have another count of
 * digits. Fractions of a second are cut off.
 */
export function readInstant(value: unknown): UnixSeconds | undefined {
  const figure = readNumber(value);
  return figure !== undefined && figure >= 1e9 && figure < 1e10 ? Math.floor(figure) : undefined;
}

/** Number of different dates that are remembered; a provider's window has a few hundred. */
const REMEMBERED_DATES = 2_000;
const datesRead = new Map<string, CalendarDate>();

/** `20250102` or `2025-01-02`, if the calendar has it. */
export function readDate(value: unknown): CalendarDate | undefined {
  if (typeof value !== 'string') return typeof value === 'number' ? readDate(String(value)) : undefined;
  if (value.length > LONGEST_TEXT) return undefined;
  // The same few dates come in every answer; checking each against the calendar again is most of a decode's cost.
  const known = datesRead.get(value);
  if (known !== undefined) return known;
  const date = value.trim().replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (!isCalendarDate(date)) return undefined;
  if (datesRead.size >= REMEMBERED_DATES) datesRead.clear();
  datesRead.set(value, date);
  return date;
}

/** Trimmed text of at most 200 characters before; an integer that a number represents exactly is taken as text too. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  // Measured untrimmed: what is trimmed keeps the whole in memory, and texts are remembered.
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value.trim() : undefined;
}

const REMEMBERED_PLACES = 2_000;
const placesRead = new Map<string, string>();
let lastPlace = '';

/** Text of which the same few come again and again: one copy of each is kept, not one for every row. */
export function readPlace(value: unknown): string | undefined {
  // Nearly always the place of the row before, and comparing is cheaper than looking up.
  if (value === lastPlace) return lastPlace;
  const text = readText(value);
  if (text === undefined) return undefined;
  lastPlace = placesRead.get(text) ?? rememberPlace(text);
  return lastPlace;
}

function rememberPlace(text: string): string {
  if (placesRead.size >= REMEMBERED_PLACES) placesRead.clear();
  placesRead.set(text, text);
  return text;
}

export function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1) return true;
  if (value === 'false' || value === 0) return false;
  return undefined;
}

/**
 * Decimal text as exact as it came: "5", "4.90". Where binary arithmetic left its noise (16.049999999999997), the decimal
 * it represents. A number that is neither, or too large or small to print without an exponent, is not read.
 */
export function readPrice(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const price = text.trim();
  if (!/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(price)) return undefined;
  const [, fraction = ''] = price.split('.');
  return fraction.length <= MOST_DECIMALS ? price : withoutNoise(price, MOST_DECIMALS);
}

const MOST_DECIMALS = 9;
