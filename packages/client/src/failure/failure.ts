import { certificateFault } from '@roamwatch/core';
import { type Operation, type Reason, RoamifyError } from '../errors.js';
import { CallersError } from './callers-error.js';
import { causeOf, codeOf } from './cause.js';
import { excerptOf } from './excerpt.js';
import { hideSecrets } from './hide-secrets.js';
import type { KnownSecrets } from './known-secrets.js';
import { quote } from './quote.js';
import { retryAfterSeconds } from './retry-after.js';

/** Thrown inside the transport when our own deadline passed. */
export class DeadlinePassed extends Error {
  constructor(readonly deadlineMs: number) {
    super(`no complete answer within ${deadlineMs / 1000} s`);
  }
}

/** Thrown inside the transport when a body cannot be what it should be, whatever it contains. */
export class UnreadableBody extends Error {
  constructor(
    readonly httpStatus: number | null = null,
    /** As far as it is text. */
    readonly body: string | null = null,
    /** Why. */
    readonly why?: unknown,
  ) {
    super('the body is unreadable');
  }
}

/** Thrown inside the transport when a body is larger, longer or deeper than an answer can be. */
export class TooLarge extends UnreadableBody {
  constructor(
    /** The excess, as the end of "the answer is …". */
    readonly excess: string,
    httpStatus: number | null = null,
  ) {
    super(httpStatus);
  }
}

/** Translates an answer other than 2xx. `body` is parsed JSON, or text. */
export function failureOfStatus(
  operation: Operation,
  httpStatus: number,
  body: unknown,
  retryAfter: string | null,
  secrets: KnownSecrets,
): RoamifyError {
  const said = envelopeWords(body, secrets);
  const reason = saysPending(said.message) ? 'pending' : reasonOfStatus(httpStatus);
  return new RoamifyError(reason, describe(`HTTP ${httpStatus}`, said), {
    operation,
    httpStatus,
    code: said.code,
    retryAfter: retryAfterSeconds(retryAfter, Date.now()),
  });
}

/** Translates an envelope that came with HTTP 200 and is not a success. */
export function failureOfEnvelope(
  operation: Operation,
  envelope: object,
  secrets: KnownSecrets,
): RoamifyError {
  const said = envelopeWords(envelope, secrets);
  const reason = saysPending(said.message) ? 'pending' : 'failed';
  const body = excerptOf(JSON.stringify(envelope), secrets);
  const details = { operation, httpStatus: 200, code: said.code, body };
  return new RoamifyError(reason, describe('HTTP 200, but the provider says it failed', said), details);
}

/**
 * Translates anything that is thrown on the way. Messages contain no texts of other libraries, which quote bodies and URLs;
 * the cause has them without secrets.
 * @throws the same when it is a bug, ours or of a hook: no retry mends that, and the provider has no part in it.
 */
export function failureOfThrown(
  operation: Operation,
  thrown: unknown,
  httpStatus: number | null,
  secrets: KnownSecrets,
): RoamifyError {
  if (thrown instanceof RoamifyError) return thrown;
  if (thrown instanceof CallersError) throw thrown;
  if (thrown instanceof DeadlinePassed) {
    return new RoamifyError('timeout', thrown.message, { operation, httpStatus });
  }
  if (thrown instanceof UnreadableBody) return unreadableBody(operation, thrown, httpStatus, secrets);
  const code = codeOf(thrown);
  if (thrown instanceof SyntaxError || isDecompression(code)) {
    const unreadable = new UnreadableBody(httpStatus, null, thrown);
    return unreadableBody(operation, unreadable, httpStatus, secrets);
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return tooLarge(operation, 'the headers of the answer are larger than headers can be', httpStatus);
  }
  if (code === null && isBug(thrown)) throw thrown;
  const details = { operation, httpStatus, cause: causeOf(thrown, secrets) };
  // The client was closed meanwhile.
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return aborted(operation, details.cause);
  if (code !== null && /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new RoamifyError('timeout', `no answer in time (${code})`, details);
  }
  const certificate = certificateFault(code);
  if (certificate !== null) return new RoamifyError('certificate', certificate, details);
  return new RoamifyError('network', describeConnection(thrown, code), details);
}

/** `cause`: the reason of the signal, as the caller gave it. */
export function aborted(operation: Operation, cause?: unknown): RoamifyError {
  return new RoamifyError('aborted', 'stopped before it was answered', { operation, cause });
}

/** A proxy's error page or a body cut short: the next answer may be complete. An error's status is more informative than its body. */
function unreadableBody(
  operation: Operation,
  unreadable: UnreadableBody,
  answeredStatus: number | null,
  secrets: KnownSecrets,
): RoamifyError {
  const httpStatus = unreadable.httpStatus ?? answeredStatus;
  const details = {
    operation,
    httpStatus,
    body: unreadable.body === null ? null : excerptOf(unreadable.body, secrets),
    cause: unreadable.why === undefined ? undefined : causeOf(unreadable.why, secrets),
  };
  if (httpStatus !== null && httpStatus >= 300) {
    return new RoamifyError(reasonOfStatus(httpStatus), `HTTP ${httpStatus}`, details);
  }
  if (unreadable instanceof TooLarge) return tooLarge(operation, `the answer is ${unreadable.excess}`);
  return new RoamifyError('unreadable', 'the answer is not the JSON it should be', {
    ...details,
    temporary: true,
  });
}

/** The answer was refused because no answer can be that large. */
export function tooLarge(
  operation: Operation,
  message: string,
  httpStatus: number | null = 200,
): RoamifyError {
  return new RoamifyError('unreadable', message, { operation, httpStatus, tooLarge: true });
}

function reasonOfStatus(status: number): Reason {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'unavailable';
  if (status >= 400) return 'bad-request';
  return status >= 300 ? 'redirected' : 'unreadable';
}

interface Words {
  readonly message: string | null;
  readonly code: string | null;
}

function envelopeWords(body: unknown, secrets: KnownSecrets): Words {
  if (typeof body !== 'object' || body === null) return { message: null, code: null };
  const { message, code } = body as { message?: unknown; code?: unknown };
  return {
    message: typeof message === 'string' ? quote(message, secrets) : null,
    code: readCode(code, secrets),
  };
}

function readCode(code: unknown, secrets: KnownSecrets): string | null {
  if (typeof code !== 'string' && typeof code !== 'number') return null;
  const text = String(code);
  return /^[\w.-]{1,64}$/.test(text) && hideSecrets(text, secrets) === text ? text : null;
}

function saysPending(message: string | null): boolean {
  return message !== null && /pending processing/i.test(message);
}

function describe(what: string, said: Words): string {
  const code = said.code === null ? '' : ` (${said.code})`;
  return said.message === null ? `${what}${code}` : `${what}: "${said.message}"${code}`;
}

function describeConnection(thrown: unknown, code: string | null): string {
  const refused = thrown instanceof Error ? /^Proxy response \((\d{3})\)/.exec(thrown.message) : null;
  if (refused !== null) return `the proxy refused the connection (HTTP ${refused[1]})`;
  return `the connection failed (${code ?? 'no further detail'})`;
}

/** Errors of the language itself. What the network brings has a code. */
function isBug(thrown: unknown): boolean {
  return (
    thrown instanceof TypeError ||
    thrown instanceof RangeError ||
    thrown instanceof ReferenceError ||
    thrown instanceof URIError
  );
}

function isDecompression(code: string | null): boolean {
  return code !== null && /^(Z_|ERR__ERROR|ERR_BROTLI)/.test(code);
}
