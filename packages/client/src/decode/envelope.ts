import { type Operation, RoamifyError } from '../errors.js';
import { failureOfEnvelope } from '../failure/failure.js';
import type { DecodeContext } from './decoding.js';
import { isRecord } from './sample.js';

/** The `data` of a success envelope. Throws `failed`, `pending` or `unreadable`. */
export function openEnvelope(operation: Operation, envelope: unknown, { secrets }: DecodeContext): unknown {
  if (!isRecord(envelope)) throw unreadable(operation, 'the answer is not an envelope');
  if (typeof envelope.status !== 'string') throw unreadable(operation, 'the answer has no status');
  if (envelope.status.toLowerCase() !== 'success') throw failureOfEnvelope(operation, envelope, secrets);
  return envelope.data;
}

/** The answer was whole, and not what the operation is documented to answer. */
export function unreadable(operation: Operation, message: string): RoamifyError {
  return new RoamifyError('unreadable', message, { operation, httpStatus: 200 });
}
