import { type Operation, RoamifyError } from './errors.js';
import { isPrintable } from './text/printable.js';

/** The text as it can be sent. Throws `bad-request`, without a request, for what no request can carry. */
export function sendable(operation: Operation, what: string, value: string): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') throw badArgument(operation, `${what} is empty`);
  if (!isPrintable(text))
    throw badArgument(operation, `${what} contains characters that no request can carry`);
  return text;
}

/** Throws `bad-request`, without a request, unless the number is above zero, and whole where it has to be. */
export function requirePositive(
  operation: Operation,
  what: string,
  value: number | undefined,
  whole: boolean,
): void {
  if (value === undefined || (value > 0 && (whole ? Number.isSafeInteger(value) : Number.isFinite(value))))
    return;
  throw badArgument(operation, `${what} must be a ${whole ? 'whole ' : ''}number above zero`);
}

function badArgument(operation: Operation, message: string): RoamifyError {
  return new RoamifyError('bad-request', `not sent: ${message}`, { operation });
}
