import type { Fields } from './fields.js';
import { readNumber } from './scalar.js';

/** The largest integers of 32 bits, signed and not: nobody sells such a package, in whatever unit. */
const SENTINELS: ReadonlySet<number> = new Set([2 ** 31 - 1, 2 ** 32 - 1]);

/** Beyond these a number of JSON is not exact: the largest integer of 53, 63 or 64 bits means "no limit". */
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * True when an eSIM or its package is unlimited: by `isUnlimited`, or because it is only slowed down (`withThrottle`), at
 * the top or within `data`.
 */
export function isUnlimited(fields: Fields): boolean {
  return declares(fields) || declares(fields.inner('data'));
}

/** The same for an answer about usage, whose `data` is the answer itself. */
export function declares(fields: Fields): boolean {
  return fields.flag('isUnlimited') === true || isThrottled(fields);
}

/** Given as a flag, or as an object with the threshold. */
function isThrottled(fields: Fields): boolean {
  const value = fields.wire.withThrottle;
  if (typeof value === 'object' && value !== null) return true;
  return fields.flag('withThrottle') === true;
}

/** True when a figure means "no limit": a sentinel, or the word. */
export function saysUnlimited(figure: unknown): boolean {
  if (typeof figure === 'string') {
    if (/^\s*(unlimited|infinity|∞)\s*$/i.test(figure)) return true;
    return /^\s*\d{16,20}\s*$/.test(figure) && Number(figure) >= LARGEST;
  }
  if (typeof figure === 'number' && figure >= LARGEST) return true;
  const number = readNumber(figure);
  return number !== undefined && SENTINELS.has(number);
}
