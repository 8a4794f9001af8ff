import type { UnixSeconds } from '@roamwatch/core';
import { readInstant, readNumber } from '../decode/scalar.js';

/** An instant of an event: Unix seconds as in the API, milliseconds, or an ISO text with its offset. */
export function readMoment(value: unknown): UnixSeconds | undefined {
  const seconds = readInstant(value);
  if (seconds !== undefined) return seconds;
  const figure = readNumber(value);
  if (figure !== undefined) return readInstant(figure / 1000);
  if (typeof value !== 'string' || !ISO.test(value.trim())) return undefined;
  return readInstant(Date.parse(value.trim().replace(' ', 'T')) / 1000);
}

/** Without an offset it would be a guess. */
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;
