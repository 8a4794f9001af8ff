import type { KnownSecrets } from './known-secrets.js';
import { quote } from './quote.js';

/** Errors inside errors that are still copied, and how many side by side. */
const DEEPEST = 3;
const MOST_PARTS = 4;

/** The excerpt of the body that a `SyntaxError` of `JSON.parse` quotes: it may show a part of a secret. */
const PARSED_TEXT = /,? *(?:\.\.\.)?"[\s\S]*" is not valid JSON$/;

/**
 * A copy of an error for `cause`: name, message, code, stack and what is inside it, without secrets. Not the error itself,
 * as errors of other libraries quote bodies and URLs and refer to sockets and requests.
 */
export function causeOf(thrown: unknown, secrets: KnownSecrets, depth = 0): Error | undefined {
  if (!(thrown instanceof Error)) return new Error(quote(String(thrown), secrets));
  const message = quote(
    thrown instanceof SyntaxError
      ? thrown.message.replace(PARSED_TEXT, ' is not valid JSON')
      : thrown.message,
    secrets,
  );
  const inner = depth < DEEPEST ? innerOf(thrown, secrets, depth + 1) : undefined;
  const copy = new Error(message, inner === undefined ? undefined : { cause: inner });
  copy.name = quote(thrown.name, secrets);
  copy.stack = [`${copy.name}: ${message}`, ...framesOf(thrown, secrets)].join('\n');
  const code = codeOf(thrown);
  return code === null ? copy : Object.assign(copy, { code });
}

/** What an error has as its cause, or the errors it collects. */
function innerOf(thrown: Error, secrets: KnownSecrets, depth: number): unknown {
  if (thrown instanceof AggregateError) {
    const parts = thrown.errors.slice(0, MOST_PARTS).map((part) => causeOf(part, secrets, depth));
    return new AggregateError(parts, quote(thrown.message, secrets));
  }
  return thrown.cause === undefined ? undefined : causeOf(thrown.cause, secrets, depth);
}

function framesOf({ stack }: Error, secrets: KnownSecrets): readonly string[] {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return frames.map((frame) => secrets.hide(frame));
}

/** The code of a system, TLS or undici error, such as `ECONNREFUSED`. */
export function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' && /^[A-Z_0-9]{2,60}$/.test(thrown.code) ? thrown.code : null;
}
