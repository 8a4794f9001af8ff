import type { IncomingMessage } from 'node:http';
import { badRequest, type Failure, payloadTooLarge } from '../wire/failure.js';

const LONGEST_BODY = 65_536;
/** So much more is read of a body that is too long, so that its sender comes to read the refusal. */
const LONGEST_REFUSED = 1_048_576;

export type Body = { readonly value: Readonly<Record<string, unknown>> } | { readonly refused: Failure };

/** A request's body as a JSON object, or why it is refused: it is none, or longer than 64 KB. */
export async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LONGEST_BODY) chunks.push(chunk);
    if (length > LONGEST_REFUSED) break;
  }
  if (length > LONGEST_BODY) return { refused: payloadTooLarge(LONGEST_BODY) };
  const value = parsed(Buffer.concat(chunks).toString('utf8'));
  return isObject(value) ? { value } : { refused: badRequest('the body is not a JSON object') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
