import { type Operation, type Reason, RoamifyError } from '../errors.js';
import { retryAfterSeconds } from './retry-after.js';

const LONGEST_QUOTE = 200;

/** Thrown inside the transport when our own deadline passed. */
export class DeadlinePassed extends Error {}

/** Thrown inside the transport when a body cannot be what it should be, whatever it contains. */
export class UnreadableBody extends Error {
  constructor(readonly httpStatus: number | null = null) {
    super('the body is unreadable');
  }
}

/** What an answer other than 2xx means. `body` is parsed JSON, or text. */
export function failureOfStatus(
  operation: Operation,
  httpStatus: number,
  body: unknown,
  retryAfter: string | null,
): RoamifyError {
  const said = envelopeWords(body);
  const reason = saysPending(said.message) ? 'pending' : reasonOfStatus(httpStatus);
  return new RoamifyError(reason, describe(`HTTP ${httpStatus}`, said), {
    operation,
    httpStatus,
    code: said.code,
    retryAfter: retryAfterSeconds(retryAfter, Date.now()),
  });
}

/** What an envelope means that came with HTTP 200 and is not a success. */
export function failureOfEnvelope(operation: Operation, envelope: object): RoamifyError {
  const said = envelopeWords(envelope);
  const reason = saysPending(said.message) ? 'pending' : 'failed';
  const details = { operation, httpStatus: 200, code: said.code };
  return new RoamifyError(reason, describe('HTTP 200, but the provider says it failed', said), details);
}

/** What anything thrown on the way means. Texts of other libraries are not passed on: they quote bodies and URLs. */
export function failureOfThrown(
  operation: Operation,
  thrown: unknown,
  httpStatus: number | null,
): RoamifyError {
  if (thrown instanceof RoamifyError) return thrown;
  if (thrown instanceof DeadlinePassed) {
    return new RoamifyError('timeout', 'no complete answer in time', { operation, httpStatus });
  }
  const code = codeOf(thrown);
  if (thrown instanceof SyntaxError || thrown instanceof UnreadableBody || isDecompression(code)) {
    return new RoamifyError('unreadable', 'the answer is not the JSON it should be', {
      operation,
      httpStatus: thrown instanceof UnreadableBody ? (thrown.httpStatus ?? httpStatus) : httpStatus,
      // A proxy's error page or a body cut short: the next answer may well be whole.
      temporary: true,
    });
  }
  // The client was closed meanwhile.
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return aborted(operation);
  if (code !== null && /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new RoamifyError('timeout', `no answer in time (${code})`, { operation, httpStatus });
  }
  return new RoamifyError('network', `the connection failed (${code ?? 'no further detail'})`, {
    operation,
    httpStatus,
  });
}

export function aborted(operation: Operation): RoamifyError {
  return new RoamifyError('aborted', 'stopped before it was answered', { operation });
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

function envelopeWords(body: unknown): Words {
  if (typeof body !== 'object' || body === null) return { message: null, code: null };
  const { message, code } = body as { message?: unknown; code?: unknown };
  return {
    message: typeof message === 'string' ? quotable(message) : null,
    code:
      (typeof code === 'string' || typeof code === 'number') && /^[\w.-]{1,64}$/.test(String(code))
        ? String(code)
        : null,
  };
}

function saysPending(message: string | null): boolean {
  return message !== null && /pending processing/i.test(message);
}

function describe(what: string, said: Words): string {
  const code = said.code === null ? '' : ` (${said.code})`;
  return said.message === null ? `${what}${code}` : `${what}: "${said.message}"${code}`;
}

/** The provider's own words, on one line and without what could be a secret: links, activation codes, tokens. */
function quotable(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/LPA:\S+/gi, '[activation code]')
    .replace(/\bhttps?:\/\/\S+/gi, '[link]')
    .replace(/\b(bearer|token)\b[\s:=]+\S+/gi, '$1 [hidden]')
    .replace(/[\w.~+/-]{40,}=*/g, '[hidden]')
    .slice(0, LONGEST_QUOTE);
}

function isDecompression(code: string | null): boolean {
  return code !== null && /^(Z_|ERR__ERROR|ERR_BROTLI)/.test(code);
}

function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' && /^[A-Z_0-9]{2,40}$/.test(thrown.code) ? thrown.code : null;
}
