import { type Operation, RoamifyError } from '../errors.js';
import { failureOfEnvelope } from '../failure/failure.js';
import { isRecord } from './fields.js';

/** The `data` of a success envelope. Throws `failed`, `pending` or `unreadable`. */
export function openEnvelope(operation: Operation, envelope: unknown): unknown {
  if (!isRecord(envelope)) throw unreadable(operation, 'the answer is not an envelope');
  if (typeof envelope.status !== 'string') throw unreadable(operation, 'the answer has no status');
  if (envelope.status.toLowerCase() !== 'success') throw failureOfEnvelope(operation, envelope);
  return envelope.data;
}

/** The answer was whole, and not what the operation is documented to answer. */
export function unreadable(operation: Operation, message: string): RoamifyError {
  return new RoamifyError('unreadable', message, { operation, httpStatus: 200 });
}
