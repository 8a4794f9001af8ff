import type { WireFailure } from './types.js';

/** An answer that is not a success: the HTTP status and the error envelope. */
export interface Failure {
  readonly status: number;
  readonly body: WireFailure;
  readonly headers?: Readonly<Record<string, string>>;
}

function failure(status: number, message: string, code?: string): Failure {
  return { status, body: { message, status: 'failed', ...(code !== undefined && { code }) } };
}

export const FAILURES = {
  unauthorized: failure(401, 'Unauthorized', 'UNAUTHORIZED'),
  forbidden: failure(403, 'Forbidden', 'FORBIDDEN'),
  notFound: failure(404, 'eSIM not found', 'NOT_FOUND'),
  noSuchPath: failure(404, 'Not found', 'NOT_FOUND'),
  rateLimited: failure(429, 'Too many requests'),
  serverError: failure(500, 'Internal server error', 'INTERNAL_SERVER_ERROR'),
  unknownError: failure(500, 'Unknown error'),
  unavailable: failure(503, 'Service unavailable'),
  failedWith200: failure(200, 'Usage is not available right now'),
  pending: failure(200, 'eSIM is still pending processing'),
  usageCheckUnsupported: failure(
    422,
    'Usage check is not supported for this eSIM, see its notes',
    'UNPROCESSABLE_ENTITY',
  ),
} as const;

export function badRequest(message: string): Failure {
  return failure(400, message, 'BAD_REQUEST');
}

export function conflict(message: string): Failure {
  return failure(409, message, 'CONFLICT');
}

/** Says so, and ends the connection: what is left of the body is not read. */
export function payloadTooLarge(bytes: number): Failure {
  const tooLarge = failure(413, `The body is longer than ${bytes / 1024} KB`, 'PAYLOAD_TOO_LARGE');
  return { ...tooLarge, headers: { connection: 'close' } };
}

export function methodNotAllowed(allowed: string): Failure {
  return { ...failure(405, 'Method not allowed', 'METHOD_NOT_ALLOWED'), headers: { allow: allowed } };
}
