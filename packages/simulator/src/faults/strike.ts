import { type Answer, failed } from '../wire/answer.js';
import { FAILURES, type Failure } from '../wire/failure.js';
import type { Fault } from './fault.js';

/** How a body is spoilt in transit; null: not at all. */
export type Spoilt = 'cut' | 'truncated' | 'trickle' | null;

/** The answer a fault gives in place of the real one; null when it lets that through. `token`: as the caller sent it. */
export function answerOf(fault: Fault, token: string): Answer | null {
  switch (fault.kind) {
    case 'rate-limited':
      return failed(withRetryAfter(FAILURES.rateLimited, { retryAfterSeconds: 1, ...fault }));
    case 'server-error':
      return failed(FAILURES.serverError);
    case 'unknown-error':
      return failed(FAILURES.unknownError);
    case 'echoed-token':
      return failed(withMessage(FAILURES.unauthorized, { ...fault, message: echo(token) }));
    case 'endless-list':
      return streamed(endlessList());
    case 'compressed-bomb':
      return { ...streamed(bomb()), gzipped: true };
    case 'nested':
      return streamed([`{"status":"success","data":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`]);
    case 'unavailable':
      return failed(withRetryAfter(FAILURES.unavailable, fault));
    case 'failed':
      return failed(withMessage(FAILURES.failedWith200, fault));
    case 'pending':
      return failed(FAILURES.pending);
    case 'refused-token':
      return failed(FAILURES.unauthorized);
    case 'forbidden':
      return failed(FAILURES.forbidden);
    case 'html':
      return {
        status: fault.status ?? 200,
        contentType: 'text/html; charset=utf-8',
        headers: {},
        chunks: ['<!DOCTYPE html><html><title>One moment, please</title><h1>Maintenance</h1></html>'],
      };
    default:
      return null;
  }
}

/** How a fault spoils the body of whatever is answered. */
export function spoiltBy({ kind }: Fault): Spoilt {
  return kind === 'cut' || kind === 'truncated' || kind === 'trickle' ? kind : null;
}

const DEEP = 10_000;

function echo(token: string): string {
  return `Invalid API key ${token} (Basic ${Buffer.from(`api:${token}`).toString('base64')})`;
}

function streamed(chunks: Iterable<string>): Answer {
  return { status: 200, contentType: 'application/json', headers: {}, chunks };
}

function* endlessList(): Generator<string> {
  yield '{"status":"success","data":[';
  for (let number = 0; ; number += 100) {
    const esims = Array.from({ length: 100 }, (_, index) => ({
      id: `endless-${number + index}`,
      iccid: `8944${String(number + index).padStart(15, '0')}`,
      status: 'INSTALLED',
    }));
    yield `${JSON.stringify(esims).slice(1, -1)},`;
  }
}

const BOMB_BLOCK = '{},'.repeat(20_000);

function* bomb(): Generator<string> {
  yield '{"status":"success","data":[';
  for (let block = 0; block < 1_000; block++) yield BOMB_BLOCK;
  yield '{}]}';
}

/** As a date it is in real time: it is the caller who waits. */
function withRetryAfter(
  failure: Failure,
  { retryAfterSeconds, retryAfterForm }: Omit<Fault, 'kind'>,
): Failure {
  if (retryAfterSeconds === undefined || retryAfterForm === 'none') return failure;
  const retryAfter =
    retryAfterForm === 'date'
      ? new Date(Date.now() + retryAfterSeconds * 1000).toUTCString()
      : String(retryAfterSeconds);
  return { ...failure, headers: { 'retry-after': retryAfter } };
}

function withMessage(failure: Failure, { message }: Fault): Failure {
  return message === undefined ? failure : { ...failure, body: { ...failure.body, message } };
}
